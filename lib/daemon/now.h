/*
 * The time that passes, whatever the clock on the wall is set to.
 */
#ifndef NOW_H
#define NOW_H

#include <stdint.h>

/* Microseconds since some moment before this process began. */
uint64_t now_us(void);

/* The same in milliseconds. */
long long now_ms(void);

#endif
