/*
 * The way of the reports, from the processes of transfers to the parent: a
 * local socket whose records stay whole, and where the kernel says who wrote
 * each.
 */
#ifndef REPORTING_H
#define REPORTING_H

#include <sys/types.h>

#include "tftpd/report.h"

/* Makes the pair: [0] is the parent's, [1] the children's. -1: errno. */
int reporting_open(int fd[2]);

/*
 * In a child: 0, or -1: there is no parent that could read it, or it reads
 * nothing for a minute.
 */
int reporting_send(int fd, const struct report *report);

/*
 * In the parent: 1: *report came from *pid; 0: there is none; -1: what came
 * from *pid is no report.
 */
int reporting_take(int fd, struct report *report, pid_t *pid);

#endif
