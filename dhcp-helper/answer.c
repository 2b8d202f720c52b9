/*
 * Sending what reply.c has built, at once or when its delay is over.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <syslog.h>

#include "daemon/log.h"
#include "daemon/now.h"
#include "dhcp-helper/answer.h"
#include "dhcp-helper/reply.h"
#include "dhcp-helper/serve.h"
#include "net/answerable.h"

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

enum silence
answer_build(struct server *s, const struct datagram *d, const struct message *m,
    const struct interface *via, const struct decision *decision)
{
	struct delayed a = { .fd = s->turn.fd,
	    .source = { .in = { .sin_family = AF_INET } } };
	int to_all;

	if ((a.n = reply_build(m, decision, a.bytes)) == 0)
		return SILENCE_DOES_NOT_FIT;
	reply_address(m, decision, &d->from, &a.to);
	to_all = a.to.in.sin_addr.s_addr == htonl(INADDR_BROADCAST);
	if (address_port(&a.to) == 0 || (!to_all && (!answerable(&a.to) ||
	    !interface_answerable(&s->turn, a.to.in.sin_addr))))
		return SILENCE_NOT_ANSWERABLE;
	message_card(m, a.card);
	a.source.in.sin_addr = decision->own;
	if (to_all)
		a.ifindex = via->index;
	if (decision->delay_s == 0)
		return send_answer(s, &a) == 0 ? SILENCE_NOT : SILENCE_CANNOT_SEND;
	a.due_ms = now_ms() + 1000LL * decision->delay_s;
	return delay_add(&s->delays, &a) == 0 ? SILENCE_NOT : SILENCE_TOO_MANY_DELAYED;
}

void
answer_delayed(struct server *s)
{
	struct delayed *a;

	while ((a = delay_due(&s->delays, now_ms())) != NULL) {
		(void)send_answer(s, a);
		a->due_ms = 0;
	}
}
