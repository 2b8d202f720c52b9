/*
 * Watching whether boots go on: what the parent does is told to stall.c, and
 * what that says to the log.
 */
#ifndef WATCH_H
#define WATCH_H

#include "tftpd/server.h"

/* Notes a request that was granted, or refused. */
void watch_asked(struct server *s, struct asking *a, int is_granted);

/* The path of the shim that the client was sent last, if nothing followed it;
 * NULL: there is none. */
const char *watch_shim(struct server *s, const struct asking *a);

/* Logs the boots that have stood still for long enough. */
void watch_due(struct server *s);

/* How long to wait at most until then, of ms; -1: without an end. */
int watch_wait_ms(const struct server *s, int ms);

/* Whether that may be worth staying for. */
int watch_pending(const struct server *s);

#endif
