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
#include "dhcp-helper/answer.h"
#include "dhcp-helper/decide.h"
#include "dhcp-helper/interface.h"
#include "dhcp-helper/lease.h"
#include "dhcp-helper/logline.h"
#include "dhcp-helper/message.h"
#include "dhcp-helper/serve.h"
#include "dhcp-helper/tally.h"

/* When a question is decided: one of several servers may have to let others first. */
enum turn {
	TURN_ASKED,		/* when it comes */
	TURN_DUE,		/* when those before us have had their time */
	TURN_PASSED		/* never: the client waits for it no longer */
};

/* A datagram on its way. */
struct question {
	const struct datagram *d;
	const struct message *m;
	unsigned port;		/* that it came to, host byte order */
	unsigned repeats;
	enum turn turn;
};

/* The map in use, which may be an old one, or NULL. */
static const struct map *
map_current(struct server *s)
{
	if (!s->map_looked)
		s->map_is_bad = mapfollow(&s->map, s->map_path, s->map_trouble,
		    MAPFOLLOW_ANSWERS_NOBODY) == MAPFOLLOW_BAD;
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

/* The card that it came from, as it says. */
static struct lograte_source
source_of(const struct message *m)
{
	struct lograte_source source;

	source.n = message_card(m, source.bytes);
	return source;
}

static int
is_ours(void *of, struct in_addr a)
{
	return interface_is_ours(of, a);
}

/* Whether another host than one of the link may have sent it. */
static int
is_far(const struct datagram *d)
{
	return !lease_from_link(&d->from, &d->to);
}

/* Keeps the question until its turn. 0: too many wait. */
static int
wait_for_turn(struct server *s, const struct question *q,
    const struct interface *via, unsigned wait_ms)
{
	struct waiting w = { .due_ms = now_ms() + wait_ms, .fd = s->turn.fd,
	    .port = s->port, .link = via->index, .is_far = is_far(q->d),
	    .repeats = q->repeats, .type = q->m->type, .datagram = *q->d };

	(void)message_card(q->m, w.card);
	memcpy(w.xid, q->m->xid, sizeof(w.xid));
	memcpy(w.bytes, q->d->bytes, q->d->n);
	return waiting_add(&s->waitings, &w) != WAITING_FULL;
}

/* Answers what was decided, and puts down what became of it. 0: that it waits. */
static int
act(struct server *s, const struct question *q, const struct interface *via,
    struct decision *decision)
{
	if (decision->answer == ANSWER_SILENT)
		return 1;
	if (q->turn == TURN_ASKED && decision->wait_ms > 0) {
		if (wait_for_turn(s, q, via, decision->wait_ms))
			return 0;
		/* An answer out of turn costs the order of the servers; none costs the
		   client its boot. */
		decision->wait_ms = 0;
		if (decision->hint == NULL)
			decision->hint = "too-many-wait";
	}
	decision->reason = q->turn == TURN_PASSED ? SILENCE_WENT_ON :
	    answer_build(s, q->d, q->m, via, decision);
	if (decision->reason != SILENCE_NOT)
		decision->answer = ANSWER_SILENT;
	return 1;
}

/*
 * Decides for one link, answers there, and says so. The client has asked
 * once, on however many links it is answered: hints are counted on the first.
 */
static void
serve_link(struct server *s, const struct question *q,
    const struct interface *via, int is_first)
{
	const struct message *m = q->m;
	const struct map *map = map_current(s);
	const struct facts facts = { .map = map, .map_is_bad = s->map_is_bad,
	    .via = via, .port = q->port, .from_link = !is_far(q->d),
	    .conflicts = &s->conflicts, .now_ms = now_ms(), .settle = settle,
	    .settle_of = &s->done, .is_ours = is_ours,
	    .is_ours_of = &s->turn, .repeats = q->repeats };
	const struct lograte_source source = source_of(m);
	char line[LOGLINE_SIZE];
	struct decision decision;
	const char *hint;
	int priority = LOG_INFO, is_own;

	decide(m, &facts, &decision);
	if (!act(s, q, via, &decision))
		return;
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

/* Nothing is decided of a datagram that came by no link of ours, or is no message. */
static void
pass_over(struct server *s, const struct datagram *d, enum silence why)
{
	const struct lograte_source source = lograte_address(&d->from);
	char from[ADDRESS_TEXT_SIZE];

	if (lograte_wants(&s->lograte, LOG_INFO, NULL, 0, &source))
		log_line(LOG_INFO, "boot from=%s -> silent reason=%s",
		    address_text(from, sizeof(from), &d->from, 1),
		    silence_word(why));
	tally_silent(&s->counters, why);
}

static enum silence
without_link(const struct server *s)
{
	return s->interface == NULL ? SILENCE_NO_INTERFACE :
	    SILENCE_OTHER_INTERFACE;
}

/*
 * Decides anew what has waited. That it was decided already is no reason to answer:
 * the map may be another one since, or the client done, or the link gone.
 */
static void
serve_waited(struct server *s, struct waiting *w, enum turn turn)
{
	struct interface via[INTERFACE_MAX];
	struct message m;
	const struct question q = { .d = &w->datagram, .m = &m,
	    .port = w->port, .repeats = w->repeats, .turn = turn };
	int i, n;

	if (message_parse(&m, w->bytes, w->datagram.n) != SILENCE_NOT)
		return;
	n = interface_of(&s->turn, &w->datagram, s->interface, via,
	    INTERFACE_MAX);
	for (i = 0; i < n && via[i].index != w->link; i++)
		;
	if (i < n)
		serve_link(s, &q, &via[i], turn == TURN_DUE);
	else
		pass_over(s, &w->datagram, without_link(s));
}

/* Who asks something else, or takes an offer, waits for no other answer. */
static void
end_older(struct server *s, const struct question *q, unsigned link)
{
	struct waiting w;

	if (waiting_take_other(&s->waitings, q->m, link, is_far(q->d), &w))
		serve_waited(s, &w, TURN_PASSED);
}

static void
serve_turns(struct server *s)
{
	struct waiting w;
	int fd = -1;

	while (waiting_due(&s->waitings, now_ms(), &w)) {
		if (fd != w.fd || w.port != s->port)
			serve_turn(s, w.fd, w.port);
		fd = w.fd;
		serve_waited(s, &w, TURN_DUE);
	}
}

void
serve_delayed(struct server *s)
{
	serve_turns(s);
	answer_delayed(s);
}

int
serve_wait_ms(const struct server *s, int idle_ms, int *idle)
{
	const long long now = now_ms();
	const long long conflict = conflict_left_ms(&s->conflicts, now);
	const int turn = waiting_left_ms(&s->waitings, now);
	int due = delay_left_ms(&s->delays, now);

	if (turn != -1 && (due == -1 || turn < due))
		due = turn;
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
	struct message m;
	struct question q = { .d = d, .m = &m, .port = s->port,
	    .turn = TURN_ASKED };
	enum silence why;
	int i, n;

	if ((why = message_parse(&m, d->bytes, d->n)) != SILENCE_NOT) {
		pass_over(s, d, why);
		return;
	}
	n = interface_of(&s->turn, d, s->interface, via, INTERFACE_MAX);
	q.repeats = repeats_note(&s->repeats, &m, now_ms());
	for (i = 0; i < n; i++) {
		end_older(s, &q, via[i].index);
		serve_link(s, &q, &via[i], i == 0);
	}
	if (n == 0)
		pass_over(s, d, without_link(s));
}
