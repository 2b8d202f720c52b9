/*
 * Writing an image: it is old or new, never between. Everything happens in a
 * folder of its own, which takes the image's place when it is complete.
 */
#ifndef TRANSACTION_H
#define TRANSACTION_H

#include <stddef.h>

struct transaction {
	int rootfd;
	const char *root;	/* its path, for messages */
	const char *name;	/* of the image */
	const char *source;	/* what it is made of, for whoever fills it */
	int progress;		/* show it on standard error */
	/* Fills the new folder. Exit code, with the message set. */
	int (*fill)(struct transaction *t, int dirfd);
	void *fill_arg;
	size_t files;		/* out: what it was filled with */
	size_t linked;		/* out: files shared with the source */
	unsigned long long bytes;
	char message[1536];	/* "cannot unpack X: reason" */
};

/*
 * Removes first what transactions that were killed have left in the boot root. Exit
 * code: 0, or 1 or 111 with the message said.
 */
int transaction_write(struct transaction *t);

/* Sets the message to "WHAT: reason", error 0: "WHAT". Its exit code. */
int transaction_fail(struct transaction *t, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
