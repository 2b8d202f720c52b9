/*
 * The line is written anew, ten times a second at most. It fits into 80
 * columns: a longer one could not be taken back.
 */
#include <stdio.h>

#include "mkbootroot/image/progress.h"

#define PAUSE_MS 100
#define BAR 20

static long long
ms_between(const struct timespec *from, const struct timespec *to)
{
	return (to->tv_sec - from->tv_sec) * 1000LL +
	    (to->tv_nsec - from->tv_nsec) / 1000000;
}

void
progress_start(struct progress *p, const char *what, int on)
{
	*p = (struct progress){ .on = on, .what = what };
	if (on && clock_gettime(CLOCK_MONOTONIC, &p->start) == -1)
		p->on = 0;
}

/* "[#####---------------]  25 %"; done is at most `of`. */
static void
show_bar(unsigned long long done, unsigned long long of)
{
	const double share = (double)done / (double)of;

	fputs(" [", stderr);
	for (int i = 0; i < BAR; i++)
		fputc(i < (int)(share * BAR) ? '#' : '-', stderr);
	fprintf(stderr, "] %3d %%", (int)(share * 100));
}

/* What is left, as if it went on as it went until now. */
static void
show_left(long long ms, unsigned long long done, unsigned long long of)
{
	const double s = (double)ms / 1000 * (double)(of - done) /
	    (double)done;

	if (done > 0 && s < 360000)
		fprintf(stderr, ", %d:%02d left", (int)s / 60, (int)s % 60);
}

void
progress_show(struct progress *p, size_t files, unsigned long long bytes,
    unsigned long long done, unsigned long long of)
{
	struct timespec now;
	long long ms;

	if (!p->on || clock_gettime(CLOCK_MONOTONIC, &now) == -1 ||
	    ms_between(&p->last, &now) < PAUSE_MS)
		return;
	p->last = now;
	ms = ms_between(&p->start, &now);
	if (done > of)
		done = of;
	fprintf(stderr, "\r%.20s:", p->what);
	if (of > 0)
		show_bar(done, of);
	else
		fprintf(stderr, " %zu files, %.1f MB", files,
		    (double)bytes / 1e6);
	if (ms > 0)
		fprintf(stderr, ", %.1f MB/s", (double)bytes / 1e3 /
		    (double)ms);
	if (of > 0)
		show_left(ms, done, of);
	fputs("\033[K", stderr);
}

void
progress_end(struct progress *p)
{
	if (p->on)
		fputs("\r\033[K", stderr);
}
