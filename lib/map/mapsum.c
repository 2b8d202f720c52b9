/*
 * FNV-1a over words in place of bytes. Its multiplication carries upwards
 * only, so that the upper bits of two words could make up for each other:
 * hence the rotation. Each step has an inverse: one changed word always
 * changes the sum.
 */
#include <bsd/sys/endian.h>
#include <string.h>

#include "map/mapsum.h"

#define PRIME UINT64_C(1099511628211)

static uint64_t
step(uint64_t sum, const unsigned char word[MAP_SUM_STEP])
{
	sum ^= be64dec(word);
	return (sum << 29 | sum >> 35) * PRIME;
}

uint64_t
map_sum(uint64_t sum, const unsigned char *bytes, size_t n)
{
	unsigned char last[MAP_SUM_STEP] = {0};

	for (; n >= MAP_SUM_STEP; n -= MAP_SUM_STEP) {
		sum = step(sum, bytes);
		bytes += MAP_SUM_STEP;
	}
	if (n == 0)
		return sum;
	memcpy(last, bytes, n);
	return step(sum, last);
}

uint32_t
map_sum_end(uint64_t sum)
{
	return (uint32_t)(sum ^ sum >> 32);
}
