/*
 * The signals that a server hears: SIGTERM and SIGINT end it, SIGUSR1 asks for
 * its counters.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <signal.h>

/*
 * Blocks them but for the time of waiting: *while_waiting is the mask for
 * ppoll(2), in which handler is called.
 */
void signals_prepare(void (*handler)(int), sigset_t *while_waiting);

#endif
