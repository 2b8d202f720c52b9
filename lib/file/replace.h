/*
 * A file that is old or new, never between, whatever is killed at whatever
 * moment, and also where the power goes: it is written beside its place,
 * brought to the disk, and renamed.
 */
#ifndef REPLACE_H
#define REPLACE_H

#include <stddef.h>
#include <sys/types.h>

/* A file that is going to be replaced; nobody else can begin meanwhile. */
struct replace {
	int dirfd;
	int fd;			/* .NAME.new, which is the lock; empty */
	char *base;		/* the file's name in its folder */
	char *temporary;
};

/*
 * Begins to replace the file at path, which is looked for from the folder
 * dirfd on; waits for others who write it. 0; -1: errno; EAGAIN: *holder did
 * not finish. End with commit or abort, after which *r is gone.
 */
int replace_begin(struct replace *r, int dirfd, const char *path,
    pid_t *holder);

/*
 * Puts it in place, readable for everybody. 0; -1: errno, and the old file
 * is there, or, if it is the folder that could not be brought to the disk, the
 * new one.
 */
int replace_commit(struct replace *r);
void replace_abort(struct replace *r);

/* All of it, for n bytes that are at hand. 0; -1: errno, as the others. */
int replace_file(int dirfd, const char *path, const void *bytes, size_t n);

#endif
