/*
 * Whether a change to a file would show in its times. The kernel's clock of them goes in
 * steps: what is written twice in one of them may have the same times before and behind
 * the second one (Linux before 6.13, and many file systems since).
 */
#ifndef SETTLED_H
#define SETTLED_H

#include <time.h>

/*
 * In how many milliseconds a change will have another time than this one, which a file
 * has now; 0: it would have by now, or the time is of another clock.
 */
int settled_in_ms(const struct timespec *changed);

#endif
