/*
 * A step is one of the kernel's ticks, of which there are 100 in a second or more.
 */
#include <stdint.h>

#include "file/settled.h"

#define STEP_MS 20		/* two of the longest */

int
settled_in_ms(const struct timespec *changed)
{
	struct timespec now;
	int64_t ms;

	if (clock_gettime(CLOCK_REALTIME, &now) == -1)
		return 0;
	ms = (int64_t)(now.tv_sec - changed->tv_sec) * 1000 +
	    (now.tv_nsec - changed->tv_nsec) / 1000000;
	return ms < 0 || ms > STEP_MS ? 0 : STEP_MS + 1 - (int)ms;
}
