/*
 * Watching whether boots go on: what the parent does is told to stall.c, and
 * what that says to the log.
 */
#ifndef WATCH_H
#define WATCH_H

#include "tftpd/asking.h"
#include "tftpd/stall.h"

/*
 * Notes a request that was granted, or refused. A serial for
 * stall_ended(); 0: nobody waits for its end.
 */
uint64_t watch_asked(struct stalls *s, const struct asking *a, int is_granted);

/* The path of the shim that the client was sent last, if nothing followed it;
 * NULL: there is none. */
const char *watch_shim(struct stalls *s, const struct asking *a);

/* Logs the boots that have stood still for long enough, and counts them. */
void watch_due(struct stalls *s, struct lograte *lograte,
    struct counters *counters);

/* How long to wait at most until then, of ms; -1: without an end. */
int watch_wait_ms(const struct stalls *s, int ms);

/* Whether that may be worth staying for. */
int watch_pending(const struct stalls *s);

#endif
