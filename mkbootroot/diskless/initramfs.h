/*
 * What goes into an initramfs: entries from a folder, from files and from
 * memory, written as a cpio archive (newc) that the kernel unpacks.
 *
 * Everything belongs to root, times are 0, inode numbers are ours and the
 * order is that of the names: the same content gives the same bytes, whoever
 * makes it.
 */
#ifndef INITRAMFS_H
#define INITRAMFS_H

#include <stddef.h>
#include <sys/types.h>

struct initramfs_entry {
	const char *path;	/* no slash first or last */
	mode_t mode;		/* with its type */
	dev_t rdev;		/* of a device */
	unsigned long long size;	/* bytes of a file */
	const char *bytes;	/* of a file, the text of a link; or NULL: */
	int dirfd;		/* ... of the file `path` beneath dirfd */
	dev_t dev;		/* files with one dev and ino are one file; */
	ino_t ino;		/* ino 0: it has this one name */

	/* By initramfs_order(): our inode number, the names that it has here,
	 * and whether the content stands with this one. */
	unsigned number, names;
	int has_content;
};

struct initramfs {
	struct initramfs_entry *entry;
	size_t n, size;
	unsigned long long bytes;	/* of all files; by initramfs_order */
	unsigned long long memory;	/* bytes that a client needs for it */
	int gzip;		/* instead of zstd */
	/* Called while it is written; may be NULL. */
	void (*progress)(void *arg, const struct initramfs *r,
	    unsigned long long done);
	void *progress_arg;
	char message[768];	/* what initramfs_write() could not do */
};

/*
 * Adds an entry. Folders above it that are missing are made, mode 0755, and
 * links among them followed: lib/modules may become usr/lib/modules. An
 * entry that is there stays as it is. Bytes are copied. 0; -1: errno.
 */
int initramfs_folder(struct initramfs *r, const char *path, mode_t mode);
int initramfs_link(struct initramfs *r, const char *path, const char *text);
int initramfs_file(struct initramfs *r, const char *path, mode_t mode,
    const void *bytes, size_t n);

/*
 * Adds an entry as it is, without a look at the others: for a walk through a
 * folder, which comes to each path once. path and bytes are copied; bytes is
 * NULL but for links. 0; -1: errno.
 */
int initramfs_take(struct initramfs *r, const struct initramfs_entry *e);

/*
 * What the client finds at a path, links followed: an entry that is no link,
 * or NULL.
 */
const struct initramfs_entry *initramfs_find(const struct initramfs *r,
    const char *path);

/*
 * Sorts the entries and counts. No entry can be added behind it. 0; -1:
 * errno.
 */
int initramfs_order(struct initramfs *r);

/*
 * Writes all of it into fd, in order, compressed with zstd or gzip. 0; -1:
 * r->message says why not, errno; 0: a file has changed.
 */
int initramfs_write(struct initramfs *r, int fd);

void initramfs_free(struct initramfs *r);

#endif
