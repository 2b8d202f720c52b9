/*
 * Unpacking an archive, or copying a folder, as an image of the boot root.
 *
 * Nothing that an archive says is trusted: names and links stay inside the
 * image, modes are ours, and everything happens in a folder of its own that
 * takes the image's place when it is complete.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include <stddef.h>

/* What an import says when it cannot go on, and how it went. */
struct import {
	int rootfd;
	const char *root;	/* its path, for messages */
	const char *name;	/* of the image */
	const char *source;	/* archive or folder */
	int progress;		/* show it on standard error */
	/* Fills the new folder instead, NULL: from the source. Exit code. */
	int (*fill)(struct import *im, int dirfd);
	void *fill_arg;
	size_t files;		/* out: what was unpacked */
	unsigned long long bytes;
	char message[1536];	/* out: "cannot unpack X: reason" */
};

/* Exit code: 0, or 1 or 111 with the message set. */
int import_image(struct import *im);

/* Removes what imports that were killed have left in the boot root. */
void import_clean(int rootfd);

#endif
