/*
 * The bytes to send: a list of segments, each a piece of an open file or of
 * memory, so that a rendered text, a file, and one after the other are the
 * same thing.
 */
#ifndef BOOTFILE_H
#define BOOTFILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "view/viewreason.h"

#define BOOTFILE_SEGMENTS 8

struct segment {
	int fd;			/* -1: memory */
	const char *memory;	/* NULL: a file */
	uint64_t size;		/* bytes */
	struct stat opened;	/* to notice that the file changed */
	int is_linked;		/* links led there: it has another path, too */
};

struct bootfile {
	struct segment segment[BOOTFILE_SEGMENTS];
	size_t n;
	uint64_t size;		/* of all segments */
};

/* One more segment, of memory, which the caller keeps; there is room. */
void bootfile_add_memory(struct bootfile *b, const char *bytes, size_t n);

/*
 * Opens as the first segment a path beneath the folder root_fd: only a regular
 * file that everybody may read; links are followed as by inroot_open(). On
 * anything but VIEW_OPEN *why is set.
 */
enum view_verdict bootfile_open(struct bootfile *b, int root_fd,
    const char *path, struct view_why *why);

/*
 * Waits, for 20 ms at most, until bootfile_changed() sees whatever is written from then
 * on (settled.h). For a process that may wait, before it reads the first byte.
 */
void bootfile_settle(const struct bootfile *b);

/*
 * Reads n bytes at an offset. The number of bytes, less than n only at the
 * end; -1: a file cannot be read (errno), or is shorter than it was (ESTALE).
 */
ssize_t bootfile_read(const struct bootfile *b, void *buf, size_t n,
    uint64_t offset);

/* Whether a file was written to or cut since it was opened. */
int bootfile_changed(const struct bootfile *b);

void bootfile_close(struct bootfile *b);

#endif
