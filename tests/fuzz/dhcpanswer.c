/*
 * Answers, taken apart again.
 */
#include "dhcpanswer.h"

#include "dhcp-helper/delay.h"
#include "dhcp-helper/facing.h"
#include "dhcp-helper/logline.h"
#include "dhcp-helper/ranking.h"
#include "dhcp-helper/repeats.h"
#include "dhcp-helper/waiting.h"
#include "must.h"
#include "dhcp-helper/reply.h"

/* What must hold of every answer, whoever asked. */
static void
check_answer(const struct message *m, const struct facts *f,
    const struct decision *d, unsigned char *out, size_t n)
{
	const unsigned char *relay, *echo;
	size_t relay_n, echo_n, end = n;
	union address from = { .in = { .sin_family = AF_INET } }, to;
	struct message back;
	const size_t least = m->n < 300 ? 300 : m->n;

	must(n >= 300 && n <= REPLY_MAX, "a reply of wrong length");
	if (m->type == MESSAGE_BOOTP)
		must(n <= least, "a reply longer than BOOTP's question");
	else
		must(m->max_size < 576 ? n <= 548 : n <= m->max_size - 28u,
		    "a reply longer than the client takes");
	must(out[0] == 2 && memcmp(out + 4, m->xid, 4) == 0 &&
	    memcmp(out + 28, m->chaddr, 16) == 0, "a reply to somebody else");
	out[0] = 1;
	/* In BOOTP's reply there may be no room for who has no other name. */
	must(message_parse(&back, out, n) == SILENCE_NOT ||
	    (m->type == MESSAGE_BOOTP && m->hlen == 0),
	    "a reply is no message");
	reply_address(m, d, &from, &to);
	must(m->giaddr.s_addr == 0 || f->port == PORT_PROXY ||
	    to.in.sin_addr.s_addr == m->giaddr.s_addr, "not to the relay");
	/* What was meant for another server gets no answer. */
	must(m->type != MESSAGE_REQUEST || !m->has_server_id ||
	    m->server_id.s_addr == d->server_id.s_addr ||
	    (f->port == PORT_PROXY && facing_has(f->via, m->server_id)) ||
	    (m->has_relay_server_id &&
	    m->server_id.s_addr == m->relay_server_id.s_addr),
	    "an answer to a REQUEST for another server");
	if (d->answer == ANSWER_NAK)
		must(d->client.has_ip && m->type == MESSAGE_REQUEST &&
		    memcmp(out + 16, "\0\0\0\0\0\0\0\0", 8) == 0,
		    "a NAK to a client of others, or with an address");
	must(memcmp(out + 16, "\0\0\0\0", 4) == 0 ||
	    memcmp(out + 16, &d->client.ip, 4) == 0,
	    "another address than ip=");
	relay = message_option(m, OPTION_RELAY, &relay_n);
	if (relay == NULL || relay_n > 255)
		return;
	echo = message_option(&back, OPTION_RELAY, &echo_n);
	must(echo != NULL && echo_n == relay_n &&
	    memcmp(echo, relay, relay_n) == 0, "option 82 is another");
	while (end > 0 && out[end - 1] == 0)
		end--;
	must(end > relay_n + 2 && memcmp(out + end - 1 - relay_n, relay,
	    relay_n) == 0 && out[end - 1] == OPTION_END,
	    "option 82 is not the last");
}

/* An answer that waits, as quirk=delay= wants it. */
static void
check_delay(const struct decision *d, const struct facts *f,
    const unsigned char *out, size_t n)
{
	struct delays *delays = calloc(1, sizeof(*delays));
	struct delayed answer = { .due_ms = f->now_ms + 1000LL * d->delay_s,
	    .n = n };

	must(delays != NULL, "no memory");
	memcpy(answer.bytes, out, n);
	must(delay_left_ms(delays, f->now_ms) == -1, "somebody waits");
	must(delay_add(delays, &answer) == 0 &&
	    delay_add(delays, &answer) == 0, "nobody may wait");
	must(delay_left_ms(delays, f->now_ms) == (int)(1000 * d->delay_s),
	    "another time");
	must(delay_due(delays, f->now_ms) == NULL, "due too early");
	answer.card[0]++;	/* another client, at the same time */
	answer.due_ms--;
	must(delay_add(delays, &answer) == 0, "only one may wait");
	must(delay_left_ms(delays, answer.due_ms + 5) == 0, "not due");
	delay_due(delays, answer.due_ms)->due_ms = 0;
	answer.due_ms++;
	delay_due(delays, answer.due_ms)->due_ms = 0;
	must(delay_due(delays, answer.due_ms) == NULL, "it waits twice");
	/* One client has one place, however often it asks anew. */
	for (unsigned i = 0; i <= 2 * DELAY_MAX; i++) {
		answer.bytes[4] = (unsigned char)i;
		must(delay_add(delays, &answer) == 0, "its place is not its");
	}
	delay_due(delays, answer.due_ms)->due_ms = 0;
	must(delay_due(delays, answer.due_ms) == NULL, "it has two places");
	/* Others come until there is no room for one more. */
	for (unsigned i = 0; i <= DELAY_MAX; i++) {
		answer.card[1] = (unsigned char)i;
		must((delay_add(delays, &answer) == 0) == (i < DELAY_MAX),
		    "room for more, or for less");
	}
	free(delays);
}

/* One of several servers names itself, and has its place among them. */
static void
check_rank(const struct decision *d)
{
	const struct client *c = &d->client;

	must(d->is_listed && d->rank < c->servers_n, "no place, and an answer");
	must(c->servers[d->rank].s_addr == c->server.s_addr && c->has_server,
	    "another server than its own");
	must(d->wait_ms <= d->rank * c->rank_delay_ms, "too long a wait");
	for (size_t i = 1; i < c->servers_n; i++)
		must(c->servers[i].s_addr != c->servers[0].s_addr,
		    "a server twice");
}

/* Others wait as well, until there is no room; whoever is due first is first. */
static void
check_queue(struct waitings *waitings, const struct waiting *first)
{
	struct waiting w = *first;
	unsigned i;

	for (i = 1; i <= WAITING_MAX; i++) {
		w.card[0] ^= (unsigned char)i;
		w.due_ms = first->due_ms - i % 3;
		must(waiting_add(waitings, &w) == (i < WAITING_MAX ?
		    WAITING_ADDED : WAITING_FULL), "too many, or too few");
		w.card[0] = first->card[0];
	}
	w.due_ms = first->due_ms + 1;
	must(waiting_add(waitings, &w) == WAITING_SOONER, "a second place");
	w.due_ms -= 9;
	must(waiting_add(waitings, &w) == WAITING_SOONER, "a second place");
	w.link++;
	must(waiting_add(waitings, &w) == WAITING_FULL, "no place on a link");
	must(waiting_left_ms(waitings, first->due_ms + 5) == 0 &&
	    waiting_left_ms(waitings, first->due_ms - 108) == 100, "not due");
	must(!waiting_due(waitings, first->due_ms - 9, &w), "too early");
	for (i = 1; i <= WAITING_MAX; i++)
		must(waiting_due(waitings, first->due_ms, &w) &&
		    (i > 1 || w.card[0] == first->card[0]), "not the first");
	must(!waiting_due(waitings, first->due_ms, &w) &&
	    waiting_left_ms(waitings, 0) == -1, "one too many");
	must(waiting_add(waitings, first) == WAITING_ADDED, "no place again");
}

/* A question that waits, until it is asked again or no more. */
static void
check_wait(const struct message *m, const struct decision *d,
    const struct facts *f)
{
	static struct waitings waitings;
	static struct repeats repeats;
	struct waiting w = { .due_ms = f->now_ms + d->wait_ms,
	    .link = f->via->index, .is_far = !f->from_link,
	    .type = m->type };
	struct message other = *m;
	const unsigned times = repeats_note(&repeats, m, f->now_ms);

	must(repeats_note(&repeats, m, f->now_ms) == times &&
	    repeats_note(&repeats, m, f->now_ms + REPEATS_APART_MS) ==
	    times + 1 &&
	    repeats_note(&repeats, m, f->now_ms + 2 * REPEATS_MS) == 0,
	    "it was repeated by itself, or not at all");
	memset(&repeats, 0, sizeof(repeats));
	(void)message_card(m, w.card);
	memcpy(w.xid, m->xid, sizeof(w.xid));
	must(!waiting_take_other(&waitings, m, f->via->index,
	    !f->from_link, &w),
	    "somebody waits");
	must(waiting_add(&waitings, &w) == WAITING_ADDED &&
	    waiting_add(&waitings, &w) == WAITING_SOONER, "nobody may wait");
	must(waiting_left_ms(&waitings, f->now_ms) == (int)d->wait_ms,
	    "another turn");
	must(!waiting_take_other(&waitings, m, f->via->index,
	    !f->from_link, &w),
	    "a question ends itself");
	must(!waiting_take_other(&waitings, m, f->via->index + 1,
	    !f->from_link, &w),
	    "a question ends that of another link");
	other.xid[0]++;
	must(!waiting_take_other(&waitings, &other, f->via->index,
	    f->from_link, &w), "a question ends one that came otherwise");
	check_queue(&waitings, &w);
	must(waiting_take_other(&waitings, &other, f->via->index,
	    !f->from_link, &w) &&
	    w.type == m->type && !waiting_due(&waitings, w.due_ms, &w),
	    "who asks anew still waits");
}

enum decision_answer
dhcp_answer(const struct message *m, const struct facts *f,
    struct conflicts *conflicts, struct hints *hints)
{
	unsigned char out[REPLY_MAX];
	char line[LOGLINE_SIZE];
	struct decision d;
	size_t n;

	decide(m, f, &d);
	must((d.answer == ANSWER_SILENT) == (d.reason != SILENCE_NOT),
	    "silence without a reason, or an answer with one");
	if (d.conflict)
		conflict_add(conflicts, d.client.ip, f->now_ms);
	(void)hint_note(hints, m, &d, f->now_ms);
	logline_text(m, &d, f->via, line, sizeof(line));
	must(strncmp(line, "boot mac=", 9) == 0 &&
	    strstr(line, " -> ") != NULL && strchr(line, '\n') == NULL,
	    "a log line of no form");
	if (d.answer == ANSWER_SILENT || (n = reply_build(m, &d, out)) == 0)
		return ANSWER_SILENT;
	check_answer(m, f, &d, out, n);
	must(d.is_ranked || d.wait_ms == 0, "a wait without a rank");
	if (d.is_ranked)
		check_rank(&d);
	if (d.wait_ms > 0)
		check_wait(m, &d, f);
	if (d.delay_s > 0)
		check_delay(&d, f, out, n);
	return d.answer;
}
