/*
 * The counters as a file for the textfile collector of Prometheus'
 * node_exporter (-P).
 *
 * Several processes may share one file, and each lives only while there is work.
 * So each adds its counts to those in the file, under a lock of the folder. The
 * file is replaced by rename: a reader sees the complete old or new one.
 */
#ifndef COUNTERFILE_H
#define COUNTERFILE_H

#include <limits.h>

#include "daemon/counter.h"

struct counterfile {
	int folder_fd;		/* -1: there is none */
	char name[NAME_MAX + 1], temporary[NAME_MAX + 1];
	long long tried_ms;	/* when it was written last, or not */
	int was_bad;		/* said once, not each time */
};

/*
 * Opens the folder of path; NULL: no file is wanted. What is wrong with it is
 * logged, and then there is none: boot files are more important than numbers.
 * Before the process is locked in: folder_fd is the folder to write in.
 */
void counterfile_open(struct counterfile *t, const char *path);

/*
 * The time to wait, at most wait_ms (-1: for ever), until the file is due. It
 * is written at most every 5 seconds.
 */
int counterfile_wait_ms(const struct counterfile *t, const struct counters *c,
    int wait_ms);

/* Logs the counters if somebody has asked, and writes the file if it is due. */
void counterfile_count(struct counterfile *t, struct counters *c, int is_asked);

/* Writes it at once, if something was counted: before leaving. */
void counterfile_finish(struct counterfile *t, struct counters *c);

#endif
