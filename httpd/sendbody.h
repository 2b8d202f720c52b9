/*
 * Sending what a response says: its head, and bytes of the content.
 */
#ifndef SENDBODY_H
#define SENDBODY_H

#include <stddef.h>
#include <stdint.h>

#include "httpd/report.h"
#include "httpd/respond.h"
#include "view/bootfile.h"

struct sending {
	int fd;			/* the connection */
	const struct response *response;
	const struct bootfile *file;
	char *body;		/* CONNECTION_SMALL bytes to work with */
	size_t body_n;		/* of them, the first bytes of the content */
	const char *title;	/* for ps: "web1 debian12/linux" */
	uint64_t bytes;		/* of the content that were sent */
	int is_shown;		/* by ps */
};

/*
 * Sends the head alone, or with the content. Of a file that is not what it was
 * when it was opened, the client gets no whole response: the connection is reset.
 * REPORT_SENT; else what stopped it, errno for REPORT_FAILED.
 */
enum outcome sendbody(struct sending *s);

#endif
