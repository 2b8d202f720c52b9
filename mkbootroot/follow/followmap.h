/*
 * The map that is made anew: by a process of its own, so that what is followed is
 * heard meanwhile, and memory comes back.
 */
#ifndef FOLLOWMAP_H
#define FOLLOWMAP_H

#include <sys/types.h>

#include "mkbootroot/follow/followreport.h"
#include "mkbootroot/follow/followtable.h"
#include "mkbootroot/options.h"

#define FOLLOWMAP_GATHER_MS 200	/* that changes are waited for */
#define FOLLOWMAP_SETTLE_MS 5000	/* from the first of many, which all belong together */

struct followmap {
	const struct options *o;
	int (*compile)(const struct options *o);	/* its exit code */
	long long due_ms;	/* when it is to begin; 0: nothing has changed */
	long long most_ms;	/* of followmap_settle(): it begins then at the latest */
	pid_t pid;		/* 0: it does not run */
	int report_fd;		/* what it says */
};

void followmap_begin(struct followmap *m, const struct options *o,
    int (*compile)(const struct options *));

/*
 * Something has changed: what changes soon after it is the same map. settle: it is the
 * same until nothing changes for a while. again: it is to be tried again in ms.
 */
void followmap_change(struct followmap *m);
void followmap_settle(struct followmap *m);
void followmap_again(struct followmap *m, int ms);

/*
 * Whether it is time, and none runs; then the caller starts it. followmap_start()
 * compiles what the options say, with fd, if it is not -1, as standard input.
 * followmap_start_lines() compiles the lines of a table, whose keys are called PREFIX
 * and the key; with mistakes of keys, nothing is written. -1: errno.
 */
int followmap_is_due(const struct followmap *m);
int followmap_start(struct followmap *m, int fd);
int followmap_start_lines(struct followmap *m, const struct followtable *t,
    const char *prefix);

/* Whether it has ended: then *code, and what it said, which the caller frees. */
int followmap_has_ended(struct followmap *m, int *code,
    struct followreport *report);

/* How long to wait for it, of ms at most; -1: without an end. */
int followmap_wait_ms(const struct followmap *m, int ms);

/* Waits for it: a map that is half made is given up by who makes it. */
void followmap_end(struct followmap *m);

#endif
