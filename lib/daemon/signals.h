/*
 * The signals that a server hears, and what else runs until it is told to end:
 * SIGTERM, SIGINT and SIGHUP end it, SIGUSR1 asks for its counters.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <poll.h>
#include <signal.h>

/*
 * Blocks them but for the time of waiting: *while_waiting is the mask for
 * ppoll(2), in which they come.
 */
void signals_prepare(sigset_t *while_waiting);

/* Waits for ms at most, -1: without an end, as poll(2) does, with this mask. */
int signals_wait(struct pollfd *p, size_t n, int ms,
    const sigset_t *while_waiting);

/* Whether it is to end. */
int signals_end(void);

/* Whether the counters were asked for since this was called last. */
int signals_ask(void);

#endif
