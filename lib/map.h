/*
 * The compiled map, clients.cdb(5): opening it and finding records.
 *
 * Whatever stands in the file, reading it ends in an answer or in EPROTO:
 * every length is checked, each record carries a checksum.
 */
#ifndef MAP_H
#define MAP_H

#include <cdb.h>
#include <stddef.h>
#include <sys/stat.h>

#include "mapkey.h"
#include "record.h"

#define MAP_VERSION 2

struct map {
	struct cdb cdb;
	int fd;			/* -1: not open */
	struct stat opened;	/* to notice a new one */
};

/*
 * Opens the map. NULL: done; otherwise the reason as text for "cannot read
 * map PATH: reason", and *m is as before. The version and the length are
 * always checked, the checksum of the whole for maps up to 1 MiB, and with
 * `whole` for every map. One of up to 1 MiB is copied: what is written to
 * the file itself later does not reach it.
 */
const char *map_open(struct map *m, int dirfd, const char *path, int whole);
void map_close(struct map *m);

/* What map_refresh() says where nothing stands at path. */
extern const char map_missing[];

/*
 * Opens the map anew if another file stands at path (device, inode, ctime,
 * size); keeps the old one when the new one is bad or gone. *changed says
 * whether a new one is in use. NULL or the reason, as map_open. Start with
 * m->fd == -1.
 */
const char *map_refresh(struct map *m, int dirfd, const char *path,
    int *changed);

/*
 * Finds the record of a key. 1: found; 0: there is none; -1: the map is
 * corrupt there, errno is EPROTO. Index keys are followed.
 */
int map_find(const struct map *m, const void *key, size_t n,
    struct record *r);

/*
 * Finds the next record that an index key points to (a name with several
 * cards); begin with *state zeroed. As map_find.
 */
struct map_each { struct cdb_find find; int started; };
int map_find_each(const struct map *m, const void *key, size_t n,
    struct map_each *state, struct record *r);

/* Writing, for mapwrite and tests. */

/*
 * The bytes of the version record, which comes first in the file (key
 * MAP_KEY_VERSION, MAP_VERSION_SIZE bytes), still without length and sums;
 * and map_seal(), which writes these into the finished cdb file fd, given
 * the map_sum() of its bytes from MAP_SUM_AT on. -1: errno.
 */
#define MAP_VERSION_SIZE 28
#define MAP_SUM_AT (2048 + 8 + 1 + MAP_VERSION_SIZE)
void map_version(unsigned char buf[MAP_VERSION_SIZE]);
int map_seal(int fd, uint32_t sum);

#endif
