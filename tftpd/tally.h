/*
 * What tftpd counts.
 */
#ifndef TALLY_H
#define TALLY_H

#include "daemon/counter.h"
#include "tftpd/report.h"

enum tally {
	TALLY_NOW,		/* transfers that are running */
	TALLY_STARTED,
	TALLY_ENDED,		/* by outcome: the first word of the log */
	TALLY_SENT_BYTES,
	TALLY_RECEIVED_BYTES,
	TALLY_RESENT,
	TALLY_REFUSED,		/* by reason */
	TALLY_PUT_OFF,
	TALLY_DROPPED,
	TALLY_HINTS,		/* by hint */
	TALLY_DONE		/* by what */
};

/* Begins to count. */
void tally_begin(struct counters *c);

/* Counts a transfer that is over. */
void tally_report(struct counters *c, const struct report *r);

#endif
