/*
 * The entries of an archive as files beneath a folder.
 */
#ifndef UNPACK_H
#define UNPACK_H

#include <stddef.h>
#include <sys/types.h>

struct archive;
struct archive_entry;

#define UNPACK_BYTES_MAX (64ULL << 30)

struct unpack {
	int dirfd;		/* the folder that takes all */
	int fromfd;		/* the folder that is copied; -1: an archive */
	struct archive *archive;
	size_t prefix_n;	/* bytes that each name begins with */
	size_t entries, files, folders;
	size_t linked;		/* files that are shared with the source */
	unsigned long long bytes;
	char **link;		/* symbolic links, to be looked at again */
	size_t links, link_size;
	char path[1024];	/* the entry's name, made plain */
	char message[768];	/* what is wrong with it */
	char reason[256];	/* what libarchive says of that */
	void (*progress)(void *arg, const struct unpack *u);
	void *progress_arg;
};

/*
 * Unpacks the next entry that libarchive gave. 0; -1: u->message says why
 * not, and errno is 0 where the archive is to blame.
 */
int unpack_entry(struct unpack *u, struct archive_entry *e);

/* Writes all n bytes at a place of the file fd. As unpack_entry(). */
int unpack_write(struct unpack *u, int fd, const char *bytes, size_t n,
    off_t at);

/*
 * The content of u->path in u->fromfd to the file fd, which is called base in the
 * folder parent and is to have this mode. Where the file system can, both share their
 * blocks. Large files that it cannot share so become hard links of the source. As
 * unpack_entry().
 */
#define UNPACK_LARGE (64LL << 20)	/* bytes */
int unpack_copy(struct unpack *u, int fd, int parent, const char *base,
    mode_t mode);

/* What libarchive says is wrong, which it does not always: one line. */
const char *unpack_reason(struct unpack *u);

/* "NAME: what is wrong", and -1; error 0: the archive is to blame. */
int unpack_fail(struct unpack *u, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Takes away what has the name already, but no folder. As above. */
int unpack_replace(struct unpack *u, int parent, const char *base);

#endif
