/*
 * What the parent knows itself counts: the neighbour table's address, the ip= of the
 * map, the proxy. Only where that says nothing, the process is believed: its client
 * has said it in a name.
 */
#include <string.h>
#include <syslog.h>

#include "httpd/answer.h"
#include "httpd/saydone.h"
#include "httpd/tally.h"
#include "map/identify.h"
#include "map/lookup.h"
#include "map/mapfollow.h"
#include "view/doneasked.h"
#include "view/lastfile.h"

/* Whom a connection, or a proxy, asks for. */
static const union address *
address_of(const struct running *r, const struct report *report)
{
	return report->is_forwarded ? &report->client : &r->peer;
}

static struct who
meet(const struct running *r, const struct report *report)
{
	return lookup_met(address_of(r, report),
	    !report->is_forwarded && r->has_mac ? r->mac : NULL);
}

/* What the process has found in the name, where nothing else says who it is. */
static void
believe(const struct report *report, struct who *who)
{
	if (who->has_mac || who->has_uuid)
		return;
	if (report->key_n > 0)
		client_by_key(report->key, report->key_n, who);
	else if (report->has_mac) {
		who->has_mac = 1;
		memcpy(who->mac, report->mac, sizeof(who->mac));
	}
}

/* 1: *c is settled, by a map that is at least as new as the child's; 0. */
static int
look_up(struct server *s, const struct running *r,
    const struct report *report, struct client *c)
{
	const struct who met = meet(r, report);
	struct who who;
	int disagrees;

	(void)mapfollow(&s->map, s->map_path, s->map_trouble,
	    MAPFOLLOW_SENDS_NOTHING);
	identify(&s->map, &met, "", &who, &disagrees);
	believe(report, &who);
	if (s->map.fd == -1 || client_find(&s->map, &who, c) != 1)
		return 0;
	done_settle(&s->done.done, c);
	return 1;
}

static int
wants_line(struct server *s, const struct report *report,
    const union address *client)
{
	const struct lograte_source source = lograte_address(client);

	return lograte_wants(&s->lograte, LOG_ERR, report->key, report->key_n,
	    &source);
}

/* Whether it is on the disk. */
static int
write_done(struct server *s, const struct running *r,
    const struct report *report, const struct client *c, const char *by)
{
	const union address *client = address_of(r, report);
	char address[ADDRESS_TEXT_SIZE];

	address_text(address, sizeof(address), client, 0);
	switch (donetell(&s->done, c, by, address)) {
	case DONETELL_NEW:
		counters_add(&s->counters, TALLY_DONE, by, 1);
		return 1;
	case DONETELL_WAS:
		return 1;
	case DONETELL_FAILED:
		if (wants_line(s, report, client))
			donetell_failed(&s->done, c, address);
		break;
	}
	return 0;
}

void
saydone(struct server *s, const struct running *r,
    const struct report *report)
{
	struct client asks, doer;

	answer_give(r->pid, look_up(s, r, report, &asks) &&
	    doneasked_is(report->text) && doneasked_client(&s->map, &asks,
	    report->text, &doer) == VIEW_NO_REASON &&
	    write_done(s, r, report, &doer, "http"));
}

void
saydone_sent(struct server *s, const struct running *r,
    const struct report *report)
{
	struct client c;

	if (look_up(s, r, report, &c) && lastfile_ends(&c, report->image))
		(void)write_done(s, r, report, &c, "sent");
}

void
saydone_unknown(struct server *s, const struct running *r,
    const struct report *report)
{
	struct client c;

	if (look_up(s, r, report, &c) && c.once_state == DONE_UNKNOWN &&
	    s->done.done.fd == -1)
		startup_done_again(&s->listener, s->done.done.path);
}
