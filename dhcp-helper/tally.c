/*
 * Answers, silences and hints, by the words that the log has for them.
 */
#include "dhcp-helper/tally.h"

enum { ANSWERS, SILENT, HINTS };

static const struct counter_family families[] = {
	[ANSWERS] = { "dhcp_helper_answers_total", "answers",
	    "Messages that were answered.", "answer", 0 },
	[SILENT] = { "dhcp_helper_silent_total", "silent",
	    "Messages that were not answered.", "reason", 0 },
	[HINTS] = { "dhcp_helper_hints_total", "hint",
	    "Hints that something is wrong with the network.", "hint", 0 }
};

static const char *const answers[] = {
	[ANSWER_BOOTP] = "BOOTREPLY", [ANSWER_OFFER] = "OFFER",
	[ANSWER_ACK] = "ACK", [ANSWER_NAK] = "NAK"
};

void
tally_begin(struct counters *c)
{
	size_t i;

	counters_begin(c, families, sizeof(families) / sizeof(*families));
	for (i = ANSWER_BOOTP; i <= ANSWER_NAK; i++)
		counters_add(c, ANSWERS, answers[i], 0);
}

void
tally_silent(struct counters *c, enum silence reason)
{
	counters_add(c, SILENT, silence_counted(reason), 1);
}

void
tally_decision(struct counters *c, const struct decision *d)
{
	if (d->answer == ANSWER_SILENT)
		tally_silent(c, d->reason);
	else
		counters_add(c, ANSWERS, answers[d->answer], 1);
	if (d->hint != NULL)
		counters_add(c, HINTS, d->hint, 1);
}
