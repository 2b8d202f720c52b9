/*
 * The first record of a map, clients.cdb(5): its version, its length, and the
 * sums of all the rest.
 */
#ifndef MAPSEAL_H
#define MAPSEAL_H

#include <stddef.h>
#include <stdint.h>

#define MAP_VERSION 7

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

/*
 * What is wrong with a map as a whole, NULL: nothing. map_check_head() looks at
 * the first MAP_SUM_AT bytes of a file of n, map_check() at all n. Pure.
 */
extern const char map_no_map[];
const char *map_check_head(const unsigned char *head, uint64_t n);
const char *map_check(const unsigned char *bytes, size_t n);

#endif
