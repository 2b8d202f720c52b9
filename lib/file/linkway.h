/*
 * The way to a file, part by part: what each link on it is replaced by, and
 * where it ends. To find out and to say, not to open: it may have changed by
 * then.
 */
#ifndef LINKWAY_H
#define LINKWAY_H

#include <stddef.h>
#include <sys/stat.h>

#define LINKWAY_SIZE 4096

struct linkway {
	int root_fd;
	char path[LINKWAY_SIZE];	/* links on the way are replaced */
	size_t n;		/* bytes of path that are looked at */
	size_t own;		/* at its end, which no link has put there */
	unsigned links;
	struct stat root, st;	/* st: of the last part that could be looked
				   at, */
	size_t st_n;		/* and its bytes of path; 0: the boot root */
};

/* -1: the path is too long, or the root cannot be looked at. */
int linkway_begin(struct linkway *w, int root_fd, const char *path);

/*
 * The next part: 1: it was passed, and a link is replaced by where it leads; an
 * absolute one begins at the root again, without the root's own path on this
 * host if it has that. 0: the way ends here, also at a folder that only some
 * may enter.
 */
int linkway_step(struct linkway *w);

/*
 * Whether a way that has ended did so behind all links on it, at a part of the
 * path that was given.
 */
int linkway_is_behind(const struct linkway *w);

#endif
