/*
 * The parent counts by what its children report; they have nothing to do for
 * it.
 */
#include "tftpd/tally.h"

static const struct counter_family families[] = {
	[TALLY_NOW] = {"tftpd_transfers", "transfers",
	    "Transfers that are running.", NULL, 1},
	[TALLY_STARTED] = {"tftpd_transfers_started_total", "started",
	    "Transfers that were begun.", NULL, 0},
	[TALLY_ENDED] = {"tftpd_transfers_total", "over",
	    "Transfers that are over.", "outcome", 0},
	[TALLY_SENT_BYTES] = {"tftpd_sent_bytes_total", "sent-bytes",
	    "Bytes of files that clients have acknowledged.", NULL, 0},
	[TALLY_RECEIVED_BYTES] = {"tftpd_received_bytes_total",
	    "received-bytes", "Bytes of uploads.", NULL, 0},
	[TALLY_RESENT] = {"tftpd_resent_packets_total", "resent",
	    "Packets that were sent again.", NULL, 0},
	[TALLY_REFUSED] = {"tftpd_refused_total", "refused",
	    "Requests that were answered with an ERROR.", "reason", 0},
	[TALLY_PUT_OFF] = {"tftpd_put_off_total", "put-off",
	    "Requests that have to be repeated.", NULL, 0},
	[TALLY_DROPPED] = {"tftpd_dropped_total", "dropped",
	    "Requests that a flood left no room for.", NULL, 0},
	[TALLY_HINTS] = {"tftpd_hints_total", "hint",
	    "Boots that stand still.", "hint", 0},
	[TALLY_DONE] = {"tftpd_done_total", "done",
	    "Clients that are done.", "by", 0},
};

void
tally_begin(struct counters *c)
{
	static const char *const outcomes[] = {
		"sent", "received", "probe", "aborted", "failed", "ended"
	};

	counters_begin(c, families, sizeof(families) / sizeof(*families));
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(*outcomes); i++)
		counters_add(c, TALLY_ENDED, outcomes[i], 0);
}

void
tally_report(struct counters *c, const struct report *r)
{
	int received = r->outcome >= RECEIVE_ASKS;

	counters_add(c, TALLY_ENDED, report_word(r->outcome), 1);
	counters_add(c, received ? TALLY_RECEIVED_BYTES : TALLY_SENT_BYTES,
	    NULL, r->bytes);
	counters_add(c, TALLY_RESENT, NULL, r->resent);
}
