/*
 * The time that passes, whatever the clock on the wall is set to; and that clock.
 */
#ifndef NOW_H
#define NOW_H

#include <stdint.h>

/* Microseconds since some moment before this process began. */
uint64_t now_us(void);

/* The same in milliseconds. */
long long now_ms(void);

/* The clock on the wall: microseconds since 1970, UTC; 0: there is none. */
int64_t now_wall_us(void);

#endif
