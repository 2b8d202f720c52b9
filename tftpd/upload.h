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

#include "daemon/lean.h"
#include "tftpd/refusal.h"

#define UPLOAD_TEMPORARY_SIZE 20

struct upload {
	int folder_fd;		/* of the folder that the name will be in */
	int file_fd;		/* written to by the child */
	int name_fd[2];		/* a pair of sockets, where the child at [0]
				   asks for the name */
	int replace;		/* -o */
	char name[NAME_MAX + 1];
	char temporary[UPLOAD_TEMPORARY_SIZE];	/* name until then, or "" */
};

/*
 * Opens a folder beneath root_fd, for looking only; no link on the way is
 * followed. -1: errno.
 */
int upload_open_folder(int root_fd, const char *folder);

/*
 * Opens a temporary file for a cleaned path beneath the folder root_fd; no
 * link on the way is followed. size: bytes that must be free, 0 if nobody
 * knows. With replace a regular file may be there already. *u is for
 * upload_close(). REFUSE_NOTHING, or why it is NULL; of REFUSE_SYSTEM errno
 * is set.
 */
enum refusal upload_open(struct upload **u, int root_fd, const char *path,
    uint64_t size, int replace);

/*
 * In the parent: whether the child asks. Nobody else can: no other process
 * has a descriptor of the pair.
 */
int upload_asked(const struct upload *u);

/*
 * Gives the file its name, readable for all: 0 or errno, which is also the
 * answer to the child. A name is never taken from another file unless replace
 * is set, and then it changes hands at once.
 */
int upload_name(struct upload *u);

/* In the parent: removes what has no name yet, and frees u; NULL: nothing. */
void upload_close(struct upload *u);

/*
 * What its own child does not get: what is left is the file and the answer,
 * which ends where the parent does. What another child does not get: all.
 */
void upload_note_surplus(const struct upload *u, struct surplus *surplus);
void upload_note_all(const struct upload *u, struct surplus *surplus);

#endif
