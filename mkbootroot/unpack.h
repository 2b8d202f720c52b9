/*
 * The entries of an archive as files beneath a folder.
 */
#ifndef UNPACK_H
#define UNPACK_H

#include <stddef.h>
#include <sys/types.h>

struct archive;
struct archive_entry;

struct unpack {
	int dirfd;		/* the folder that takes all */
	struct archive *archive;
	size_t prefix_n;	/* bytes that each name begins with */
	size_t entries, files;
	unsigned long long bytes;
	char **link;		/* symbolic links, to be looked at again */
	size_t links, link_size;
	char path[1024];	/* the entry's name, made plain */
	char message[768];	/* what is wrong with it */
	void (*progress)(void *arg, const struct unpack *u);
	void *progress_arg;
};

/*
 * Unpacks the next entry that libarchive gave. 0; -1: u->message says why
 * not, and errno is 0 where the archive is to blame.
 */
int unpack_entry(struct unpack *u, struct archive_entry *e);

/* Looks at all links once more, when what they lead to is there. As above. */
int unpack_check_links(struct unpack *u);
void unpack_free(struct unpack *u);

#endif
