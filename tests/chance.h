/*
 * Numbers that are the same each time, for the models of the tests: xorshift64
 * from one seed.
 */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdint.h>

/* One of 0 to n - 1. */
static inline unsigned
chance(unsigned n)
{
	static uint64_t random = 88172645463325252;

	random ^= random << 13;
	random ^= random >> 7;
	random ^= random << 17;
	return (unsigned)(random % n);
}

#endif
