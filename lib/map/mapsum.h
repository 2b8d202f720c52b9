/*
 * The sum over a compiled map as a whole, clients.cdb(5). Pure.
 *
 * cdb_hash() takes one byte at a time, which for a large map takes longer than
 * sorting its text. This takes 8 bytes at a time.
 */
#ifndef MAPSUM_H
#define MAPSUM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Goes on from `sum`, which begins as MAP_SUM_START, over the next n bytes;
 * n is a multiple of MAP_SUM_STEP except for the last ones, which are filled
 * up with zeros. map_sum_end() gives what is written down.
 */
#define MAP_SUM_START UINT64_C(14695981039346656037)
#define MAP_SUM_STEP 8
uint64_t map_sum(uint64_t sum, const unsigned char *bytes, size_t n);
uint32_t map_sum_end(uint64_t sum);

#endif
