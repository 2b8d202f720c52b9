/*
 * What is to be sent, if the conditions of the request allow it.
 */
#ifndef CONTENT_H
#define CONTENT_H

#include <stdint.h>
#include <time.h>

#include "httpd/etag.h"

struct content {
	uint64_t size;
	struct timespec modified;
	int has_modified;	/* it is one file, and modified is its time */
	int is_private;		/* it was made for this client: no cache keeps
				   it */
	char etag[ETAG_SIZE];
	const char *type;	/* contenttype_of() */
};

#endif
