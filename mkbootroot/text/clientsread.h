/*
 * The text of the map from where -f says: a file, standard input, or a folder, whose
 * files are read one after the other.
 */
#ifndef CLIENTSREAD_H
#define CLIENTSREAD_H

#include <limits.h>

#include "mkbootroot/text/mapfile.h"
#include "mkbootroot/text/origin.h"

/* Files of a folder are read in the order of their bytes, if they end so. */
#define CLIENTS_SUFFIX ".clients"

struct clientsread {
	struct origins origins;	/* the files of a folder; else none */
	size_t unread;		/* files and folders in it that are left out, but for
				   names that begin with "." or README, or end
				   with "~" */
	char first_unread[NAME_MAX + 1];
	int is_empty;		/* a folder without such a file: a failure */
	/* After a failure. */
	const char *verb;	/* "read" or "keep" */
	char object[PATH_MAX];
};

/*
 * Reads all of it into m, which was begun, and ends it. c is begun here, and is to
 * be freed whatever is returned. 0; -1: errno, but for what is_empty says.
 */
int clients_read(struct clientsread *c, struct mapfile *m, const char *path);
void clients_read_free(struct clientsread *c);

#endif
