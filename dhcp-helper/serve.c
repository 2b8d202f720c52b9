/*
 * The way of one datagram: apart, found out where from, decided, answered,
 * logged. Everything that needs the network or the log; the steps that do
 * not are in message.c, decide.c and reply.c.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "daemon/log.h"
#include "daemon/now.h"
#include "dhcp-helper/decide.h"
#include "dhcp-helper/interface.h"
#include "dhcp-helper/lease.h"
#include "dhcp-helper/logline.h"
#include "dhcp-helper/message.h"
#include "dhcp-helper/reply.h"
#include "dhcp-helper/serve.h"
#include "dhcp-helper/tally.h"
#include "net/answerable.h"

/* The map in use, which may be an old one, or NULL. */
static const struct map *
map_current(struct server *s)
{
	if (!s->map_looked)
		(void)mapfollow(&s->map, s->map_path, s->map_trouble);
	s->map_looked = 1;
	return s->map.fd == -1 ? NULL : &s->map;
}

void
serve_begin(struct server *s)
{
	tally_begin(&s->counters);
	lograte_begin(&s->lograte);
}

void
serve_turn(struct server *s, int fd, unsigned port)
{
	interface_turn_begin(&s->turn, fd);
	s->port = port;
	s->map_looked = 0;
}

static void
settle(void *of, struct client *c)
{
	done_settle(of, c);
}

/* 0; -1: it was logged why not. */
static int
send_answer(struct server *s, const struct delayed *a)
{
	char text[ADDRESS_TEXT_SIZE];
	const struct lograte_source nobody = { .n = 0 };
	const char *why;

	if (datagram_send(a->fd, a->bytes, a->n, &a->to, &a->source,
	    a->ifindex) == 0)
		return 0;
	why = strerror(errno);
	if (lograte_wants(&s->lograte, LOG_ERR, NULL, 0, &nobody))
		log_line(LOG_ERR, "cannot send to %s: %s", address_text(text,
		    sizeof(text), &a->to, 1), why);
	return -1;
}

/* Builds the answer and sends it, or lets it wait; or why neither. */
static enum silence
answer(struct server *s, const struct datagram *d, const struct message *m,
    const struct interface *via, const struct decision *decision)
{
	struct delayed a = { .fd = s->turn.fd,
	    .source = { .in = { .sin_family = AF_INET } } };

	if ((a.n = reply_build(m, decision, a.bytes)) == 0)
		return SILENCE_DOES_NOT_FIT;
	reply_address(m, decision, &d->from, &a.to);
	if (a.to.in.sin_addr.s_addr != htonl(INADDR_BROADCAST) &&
	    (!answerable(&a.to) ||
	    !interface_answerable(&s->turn, a.to.in.sin_addr)))
		return SILENCE_NOT_ANSWERABLE;
	message_card(m, a.card);
	a.source.in.sin_addr = decision->own;
	if (a.to.in.sin_addr.s_addr == htonl(INADDR_BROADCAST))
		a.ifindex = via->index;
	if (decision->delay_s == 0)
		return send_answer(s, &a) == 0 ? SILENCE_NOT : SILENCE_CANNOT_SEND;
	a.due_ms = now_ms() + 1000LL * decision->delay_s;
	return delay_add(&s->delays, &a) == 0 ? SILENCE_NOT : SILENCE_TOO_MANY_DELAYED;
}

/* The card that it came from, as it says. */
static struct lograte_source
source_of(const struct message *m)
{
	struct lograte_source source;

	source.n = message_card(m, source.bytes);
	return source;
}

/*
 * Decides for one link, answers there, and says so. The client has asked
 * once, on however many links it is answered: hints are counted on the first.
 */
static void
serve_link(struct server *s, const struct datagram *d,
    const struct message *m, const struct interface *via, int is_first)
{
	const struct facts facts = { .map = map_current(s), .via = via,
	    .port = s->port, .from_link = lease_from_link(&d->from, &d->to),
	    .conflicts = &s->conflicts, .now_ms = now_ms(),
	    .settle = settle, .settle_of = &s->done };
	const struct lograte_source source = source_of(m);
	char line[LOGLINE_SIZE];
	struct decision decision;
	const char *hint;
	int priority = LOG_INFO, is_own;

	decide(m, &facts, &decision);
	if (decision.answer != ANSWER_SILENT &&
	    (decision.reason = answer(s, d, m, via, &decision)) !=
	    SILENCE_NOT)
		decision.answer = ANSWER_SILENT;
	if (is_first && (hint = hint_note(&s->hints, m, &decision,
	    facts.now_ms)) != NULL && decision.hint == NULL)
		decision.hint = hint;	/* a cause says more */
	if (decision.conflict) {
		conflict_add(&s->conflicts, decision.client.ip, facts.now_ms);
		priority = LOG_WARNING;
	} else if (decision.quiet) {
		priority = LOG_DEBUG;
	}
	is_own = decision.found && client_is_own(&decision.client);
	if (lograte_wants(&s->lograte, priority, decision.client.own.key,
	    is_own ? decision.client.own.key_n : 0, &source))
		log_line(priority, "%s", logline_text(m, &decision, via, line,
		    sizeof(line)));
	tally_decision(&s->counters, &decision);
}

void
serve_delayed(struct server *s)
{
	struct delayed *a;

	while ((a = delay_due(&s->delays, now_ms())) != NULL) {
		(void)send_answer(s, a);
		a->due_ms = 0;
	}
}

int
serve_wait_ms(const struct server *s, int idle_ms, int *idle)
{
	const long long now = now_ms();
	const long long conflict = conflict_left_ms(&s->conflicts, now);
	int due = delay_left_ms(&s->delays, now);

	due = lograte_wait_ms(&s->lograte, due);
	*idle = due == -1;
	if (due != -1 || idle_ms == -1)
		return due;
	idle_ms = lograte_linger_ms(&s->lograte, idle_ms);
	return conflict > idle_ms ? (int)conflict : idle_ms;
}

/* One datagram: take it apart, find its link, decide, answer. */
void
serve(struct server *s, const struct datagram *d)
{
	struct interface via[INTERFACE_MAX];
	const struct lograte_source source = lograte_address(&d->from);
	char from[ADDRESS_TEXT_SIZE];
	struct message m;
	enum silence why;
	int i, n;

	if ((why = message_parse(&m, d->bytes, d->n)) == SILENCE_NOT) {
		n = interface_of(&s->turn, d, s->interface, via, INTERFACE_MAX);
		for (i = 0; i < n; i++)
			serve_link(s, d, &m, &via[i], i == 0);
		if (n > 0)
			return;
		why = s->interface == NULL ? SILENCE_NO_INTERFACE :
		    SILENCE_OTHER_INTERFACE;
	}
	if (lograte_wants(&s->lograte, LOG_INFO, NULL, 0, &source))
		log_line(LOG_INFO, "boot from=%s -> silent reason=%s",
		    address_text(from, sizeof(from), &d->from, 1),
		    silence_word(why));
	tally_silent(&s->counters, why);
}
