/*
 * The compiled map, clients.cdb(5): opening it and finding records.
 *
 * A map is copied into memory, verified there as a whole, and used from there:
 * nothing that happens to the file later matters. A checksum may have been made for
 * wrong bytes. So every length is checked, and reading them ends in an answer or in
 * EPROTO.
 */
#ifndef MAP_H
#define MAP_H

#include <cdb.h>
#include <stddef.h>
#include <sys/stat.h>

#include "map/mapkey.h"
#include "map/record.h"

struct map {
	struct cdb cdb;
	int fd;			/* -1: not open */
	int is_shared;		/* children have it, too */
	int sealed_fd;		/* of its memory, for map_seal_memory(); or -1 */
	unsigned long reading;	/* counts the maps that were read for it */
	struct stat opened;	/* to notice a new one */
	struct stat bad;	/* one that map_refresh() has found bad, */
	const char *bad_why;	/* ... and why; NULL: none */
};

/*
 * Opens the map, reads and checks all of it: as long as it takes to read the
 * file, and as much memory as it is large. NULL: done; otherwise the reason as
 * text for "cannot read map PATH: reason", and *m is as before.
 */
const char *map_open(struct map *m, int dirfd, const char *path);
void map_close(struct map *m);

/* What map_refresh() says where nothing stands at path. */
extern const char map_missing[];

/*
 * Opens the map anew if another file stands at path (device, inode, ctime,
 * size); keeps the old one when the new one is bad or gone. One that was found
 * bad is not read again before it is another one. *changed says whether a new
 * one is in use. NULL or the reason, as map_open. Start with m->fd == -1 and
 * the rest 0, but for is_shared.
 */
const char *map_refresh(struct map *m, int dirfd, const char *path,
    int *changed);

/*
 * Whether map_refresh() would read nothing; *why is then what it would say. 0:
 * another map stands there.
 */
int map_is_current(const struct map *m, int dirfd, const char *path,
    const char **why);

/*
 * The map as it is for a process that cannot be trusted to change nothing: a
 * descriptor of memory that nobody can write to. It is the map's, made when it is first
 * asked for. -1: errno.
 */
int map_seal_memory(struct map *m);

/*
 * Uses the map that another process has read: n bytes of its map_seal_memory(), which
 * was opened as *opened. fd is the map's from then on. -1: errno, *m is as before, and
 * fd still the caller's.
 */
int map_take_sealed(struct map *m, int fd, size_t n,
    const struct stat *opened);

/*
 * Finds the record of a key. 1: found; 0: there is none; -1: the map is
 * corrupt there, errno is EPROTO. Index keys are followed.
 */
int map_find(const struct map *m, const void *key, size_t n,
    struct record *r);

/* The same by what the key is made of, as map_key() does it. */
int map_find_by(const struct map *m, unsigned char letter, const void *bytes,
    size_t n, struct record *r);

/*
 * Finds the next record that an index key points to (a name with several
 * cards); begin with *state zeroed. As map_find.
 */
struct map_each { struct cdb_find find; int started; };
int map_find_each(const struct map *m, const void *key, size_t n,
    struct map_each *state, struct record *r);

#endif
