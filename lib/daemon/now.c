/*
 * The monotonic clock, and the one on the wall.
 */
#include <time.h>

#include "daemon/now.h"

uint64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

long long
now_ms(void)
{
	return (long long)(now_us() / 1000);
}

int64_t
now_wall_us(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_REALTIME, &t) == -1)
		return 0;
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
