/*
 * One line on a terminal that says how far long work has come: a bar, its
 * share, how fast it goes and how long it will take.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stddef.h>
#include <time.h>

struct progress {
	int on;
	const char *what;
	struct timespec start, last;
};

/* Shows nothing unless `on` is set. */
void progress_start(struct progress *p, const char *what, int on);

/*
 * So many files and bytes were handled, and so much of the work is done, in
 * any unit; of 0: nobody knows how much it is.
 */
void progress_show(struct progress *p, size_t files,
    unsigned long long bytes, unsigned long long done,
    unsigned long long of);
void progress_end(struct progress *p);

#endif
