/*
 * What httpd counts.
 */
#ifndef TALLY_H
#define TALLY_H

#include "daemon/counter.h"
#include "httpd/report.h"

enum tally {
	TALLY_NOW,		/* connections that are open */
	TALLY_CONNECTIONS,
	TALLY_REQUESTS,		/* by outcome: the first word of the log */
	TALLY_SENT_BYTES,
	TALLY_REFUSED,		/* by reason */
	TALLY_DONE		/* by what */
};

/* Begins to count. */
void tally_begin(struct counters *c);

/* Counts a request that is over. */
void tally_report(struct counters *c, const struct report *r);

#endif
