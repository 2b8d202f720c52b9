/*
 * The parent's side of an upload: a temporary file without a name, which its
 * child fills, and which gets its name when all of it is there.
 *
 * Only the parent gives names, so that a child need not open anything. The
 * file has no name until then (O_TMPFILE), so that the kernel removes what is
 * left of a broken upload, whoever was killed. Where the file system has no
 * such files it is called ".upload-" and eight digits, and the parent removes
 * it.
 */
#ifndef UPLOAD_H
#define UPLOAD_H

#include <limits.h>
#include <stdint.h>

#define UPLOAD_TEMPORARY_SIZE 20

struct upload {
	int open;		/* the descriptors below are ours to close */
	int folder_fd;		/* of the folder that the name will be in */
	int file_fd;		/* written to by the child */
	int answer_fd[2];	/* a pipe: the child reads [0], see
				   upload_name() */
	int replace;		/* -o */
	char name[NAME_MAX + 1];
	char temporary[UPLOAD_TEMPORARY_SIZE];	/* name until then, or "" */
};

enum upload_verdict {
	UPLOAD_OPEN,
	UPLOAD_ABSENT,		/* no such folder: ERROR 1 */
	UPLOAD_DENIED,		/* ERROR 2 */
	UPLOAD_FULL,		/* ERROR 3 */
	UPLOAD_EXISTS,		/* ERROR 6 */
	UPLOAD_FAILED		/* ours to mend: ERROR 0 */
};

/*
 * Opens a temporary file for a cleaned path beneath the folder root_fd; no
 * link on the way is followed. size: bytes that must be free, 0 if nobody
 * knows. With replace a regular file may be there already. On anything but
 * UPLOAD_OPEN *why is set to words for the log and nothing is left open.
 */
enum upload_verdict upload_open(struct upload *u, int root_fd,
    const char *path, uint64_t size, int replace, const char **why);

/*
 * Gives the file its name, readable for all: 0 or errno, which is also
 * written to the child, as an int; then all is closed. A name is never taken from another file
 * unless replace is set, and then it changes hands at once.
 */
int upload_name(struct upload *u);

/* In the parent; removes what has no name yet. */
void upload_close(struct upload *u);

/*
 * In the child: what is left is the file and the answer, which ends where the
 * parent does.
 */
void upload_keep(struct upload *u);

/* In another child: only closes. */
void upload_forget(struct upload *u);

#endif
