/*
 * The parent counts by what its children report; they have nothing to do for
 * it.
 */
#include "httpd/tally.h"

static const struct counter_family families[] = {
	[TALLY_NOW] = {"httpd_connections", "connections",
	    "Connections that are open.", NULL, 1},
	[TALLY_CONNECTIONS] = {"httpd_connections_total", "taken",
	    "Connections that were taken.", NULL, 0},
	[TALLY_REQUESTS] = {"httpd_requests_total", "over",
	    "Requests that are over.", "outcome", 0},
	[TALLY_SENT_BYTES] = {"httpd_sent_bytes_total", "sent-bytes",
	    "Bytes of files and texts that were sent.", NULL, 0},
	[TALLY_REFUSED] = {"httpd_refused_total", "refused",
	    "Requests and connections that were refused.", "reason", 0},
	[TALLY_DONE] = {"httpd_done_total", "done",
	    "Clients that are done.", "by", 0},
};

/* As report_log() begins its line. */
static const char *const outcomes[REPORT_OUTCOMES] = {
	[REPORT_SENT] = "sent",
	[REPORT_PROBED] = "probe",
	[REPORT_UNCHANGED] = "unchanged",
	[REPORT_REFUSED] = "refused",
	[REPORT_GONE] = "failed",
	[REPORT_STALLED] = "failed",
	[REPORT_SLOW] = "failed",
	[REPORT_CHANGED] = "failed",
	[REPORT_FAILED] = "failed",
};

void
tally_begin(struct counters *c)
{
	counters_begin(c, families, sizeof(families) / sizeof(*families));
	for (int i = 0; i < REPORT_OUTCOMES; i++)
		counters_add(c, TALLY_REQUESTS, outcomes[i], 0);
}

void
tally_report(struct counters *c, const struct report *r)
{
	counters_add(c, TALLY_REQUESTS, outcomes[r->outcome], 1);
	counters_add(c, TALLY_SENT_BYTES, NULL, r->bytes);
	if (r->outcome == REPORT_REFUSED)
		counters_add(c, TALLY_REFUSED, report_reason(r), 1);
}
