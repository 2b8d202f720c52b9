/*
 * The line is written anew, ten times a second at most.
 */
#include <stdio.h>

#include "progress.h"

#define PAUSE_MS 100

void
progress_start(struct progress *p, const char *what, int on)
{
	p->on = on;
	p->what = what;
	p->last = (struct timespec){ 0 };
}

void
progress_show(struct progress *p, size_t files, unsigned long long bytes,
    unsigned long long done, unsigned long long of)
{
	struct timespec now;
	long long ms;

	if (!p->on || clock_gettime(CLOCK_MONOTONIC, &now) == -1)
		return;
	ms = (now.tv_sec - p->last.tv_sec) * 1000LL +
	    (now.tv_nsec - p->last.tv_nsec) / 1000000;
	if (ms < PAUSE_MS)
		return;
	p->last = now;
	fprintf(stderr, "\r%s: %zu files, %.1f MB", p->what, files,
	    (double)bytes / 1e6);
	if (of > 0)
		fprintf(stderr, ", %3llu %%", done >= of ? 100ULL :
		    done * 100 / of);
	fputs("\033[K", stderr);
}

void
progress_end(struct progress *p)
{
	if (p->on)
		fputs("\r\033[K", stderr);
}
