/*
 * The bytes of a map in memory, all of them found good.
 */
#ifndef MAPCOPY_H
#define MAPCOPY_H

#include <cdb.h>
#include <sys/types.h>

/*
 * Reads the file fd of that size and checks it as a whole; *cdb is then ready
 * for lookups, until mapcopy_free(). is_shared: children have it as well. NULL: done; otherwise the reason, as
 * map_open(). *is_bad: the bytes are to blame, and will be next time.
 */
const char *mapcopy_take(struct cdb *cdb, int fd, off_t size,
    int is_shared, int *is_bad);
void mapcopy_free(struct cdb *cdb);

#endif
