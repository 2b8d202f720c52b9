/*
 * The bytes of a map in memory, all of them found good.
 */
#ifndef MAPCOPY_H
#define MAPCOPY_H

#include <cdb.h>
#include <sys/types.h>

/*
 * Reads the file fd of that size and checks it as a whole; *cdb is then ready
 * for lookups, until mapcopy_free(). is_shared: children have it as well, and where it
 * is sealed for that, *sealed_fd is its descriptor, the caller's from then on; else -1.
 * NULL: done; otherwise the reason, as map_open(). *is_bad: the bytes are to blame, and
 * will be next time.
 */
const char *mapcopy_take(struct cdb *cdb, int fd, off_t size,
    int is_shared, int *sealed_fd, int *is_bad);
void mapcopy_free(struct cdb *cdb);

/* A new descriptor of sealed memory that has the same bytes. -1: errno. */
int mapcopy_seal(const struct cdb *cdb);

/* The same as mapcopy_take(), of such memory: its n bytes are good. -1: errno. */
int mapcopy_take_sealed(struct cdb *cdb, int fd, size_t n);

#endif
