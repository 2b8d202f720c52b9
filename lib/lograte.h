/*
 * Which lines that a datagram causes reach the log, so that nobody fills it:
 * those of strangers, and of the clients that the map has by a line of their
 * own, each from an allowance of its own.
 */
#ifndef LOGRATE_H
#define LOGRATE_H

#include "allowance.h"
#include "client.h"

struct lograte {
	struct allowance known, strangers;
};

void lograte_begin(struct lograte *r);

/*
 * Whether a line of this priority is to be logged, for what a client sent;
 * NULL: it is not known, or none. If not, it is counted.
 */
int lograte_wants(struct lograte *r, int priority, const struct client *c);

/* The same, where it was kept whether lograte_knows() the client. */
int lograte_takes(struct lograte *r, int priority, int is_known);

/* Whether a client's lines are not among those of strangers. */
int lograte_knows(const struct client *c);

/* Says how many lines were left out, at most once a second but at the end. */
void lograte_report(struct lograte *r, int is_last);

/* How long to wait at most until then, of ms; -1: without an end. */
int lograte_wait_ms(const struct lograte *r, int ms);

#endif
