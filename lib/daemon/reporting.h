/*
 * The way of reports, from the processes of a server to their parent: a local
 * socket whose records stay whole, and where the kernel says who wrote each.
 */
#ifndef REPORTING_H
#define REPORTING_H

#include <stddef.h>
#include <sys/types.h>

/* More than wait for the parent at any time, whatever the system's settings. */
#define REPORTING_WAITING_MAX 1024

/* Makes the pair: [0] is the parent's, [1] the children's. -1: errno. */
int reporting_open(int fd[2]);

/*
 * In a child: 0, or -1: there is no parent that could read it, or it reads
 * nothing for a minute.
 */
int reporting_send(int fd, const void *report, size_t n);

/*
 * In the parent: how many bytes of a record came from *pid, of at most size; 0:
 * there is none; -1: what came from *pid is too long, or nothing. *fd is -1 from
 * then on where one of them has shut the socket, which is logged: nobody can report
 * any more.
 */
ssize_t reporting_take(int *fd, void *report, size_t size, pid_t *pid);

/*
 * Ends a process that sent what is no report of its own: it cannot be believed in
 * anything. What else it has written may be there still, so *last is who was ended
 * last, 0 at the start. 1: now, which is to be logged; 0: it was before.
 */
int reporting_end_liar(pid_t pid, pid_t *last);

#endif
