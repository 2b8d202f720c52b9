/*
 * The way of one datagram: apart, found out where from, decided, answered,
 * logged. Everything that needs the network or the log; the steps that do
 * not are in message.c, decide.c and reply.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include <bsd/string.h>

#include "arch.h"
#include "decide.h"
#include "interface.h"
#include "log.h"
#include "message.h"
#include "reply.h"
#include "serve.h"

/*
 * Looks for a new map, and logs what is wrong with it once, not for every
 * datagram. Returns the map in use, which may be the old one, or NULL.
 */
static const struct map *
map_current(struct server *s)
{
	const char *why;
	int changed;

	why = map_refresh(&s->map, AT_FDCWD, s->map_path, &changed);
	if (why == NULL) {
		s->map_trouble[0] = '\0';
	} else if (strcmp(why, s->map_trouble) != 0) {
		strlcpy(s->map_trouble, why, sizeof(s->map_trouble));
		log_line(LOG_ERR, "cannot read map %s: %s%s", s->map_path, why,
		    s->map.fd == -1 ? "" : "; the old one stays in use");
	}
	return s->map.fd == -1 ? NULL : &s->map;
}

static void
hardware_text(const struct message *m, char *dst, size_t size)
{
	size_t i, n = 0;

	for (i = 0; i < m->hlen && n < size; i++)
		n += (size_t)snprintf(dst + n, size - n, "%s%02x",
		    i == 0 ? "" : ":", m->chaddr[i]);
}

/* The one line of a decision. */
static void
decision_log(const struct message *m, const struct decision *d,
    const struct interface *via)
{
	char mac[3 * sizeof(m->chaddr)], arch[16], type[MESSAGE_TYPE_SIZE];
	char name[LOG_VISIBLE_SIZE(MAP_NAME_MAX)];
	char rule[MAP_NAME_MAX + 16] = "", who[LOG_VISIBLE_SIZE(sizeof(rule))];
	char file[LOG_VISIBLE_SIZE(CLIENT_PATH_SIZE)];
	char server[INET_ADDRSTRLEN], answer[sizeof(file) + 64];
	union address a = { .in = { .sin_family = AF_INET } };

	hardware_text(m, mac, sizeof(mac));
	log_visible(name, sizeof(name), d->client.name,
	    d->client.name == NULL ? 0 : strlen(d->client.name));
	if (d->found)
		client_rule_text(&d->client, rule, sizeof(rule));
	log_visible(who, sizeof(who), rule, strlen(rule));
	if (d->answer == ANSWER_SILENT) {
		snprintf(answer, sizeof(answer), "-> silent reason=%s",
		    d->reason);
	} else {
		a.in.sin_addr = d->server;
		log_visible(file, sizeof(file), d->file, strlen(d->file));
		snprintf(answer, sizeof(answer), "file=%s server=%s -> %s",
		    file, address_text(server, sizeof(server), &a, 0),
		    d->answer == ANSWER_OFFER ? "OFFER" : "ACK");
	}
	log_line(d->quiet ? LOG_DEBUG : LOG_INFO,
	    "boot mac=%s name=%s arch=%s%s via=%s msg=%s rule=%s %s",
	    mac, name, d->has_arch ? arch_word(d->arch, arch, sizeof(arch)) :
	    "-", m->stage == STAGE_IPXE ? " stage=ipxe" : "", via->name,
	    message_type_name(m->type, type, sizeof(type)), who, answer);
}

/* Decides for one link, answers there, and says so. */
static void
answer(struct server *s, int fd, unsigned port, const struct datagram *d,
    const struct message *m, const struct interface *via)
{
	unsigned char buf[REPLY_MAX];
	char text[ADDRESS_TEXT_SIZE];
	struct decision decision;
	union address to, source = { .in = { .sin_family = AF_INET } };
	size_t n;

	decide(m, m->class == CLASS_OTHER ? NULL : map_current(s), via, port,
	    &decision);
	if (decision.answer != ANSWER_SILENT) {
		n = reply_build(m, &decision, buf);
		reply_address(m, &decision, &d->from, &to);
		source.in.sin_addr = via->address;
		if (n == 0) {
			decision.answer = ANSWER_SILENT;
			decision.reason = "does-not-fit";
		} else if (datagram_send(fd, buf, n, &to, &source,
		    to.in.sin_addr.s_addr == htonl(INADDR_BROADCAST) ?
		    via->index : 0) == -1) {
			log_line(LOG_ERR, "cannot send to %s: %s",
			    address_text(text, sizeof(text), &to, 1),
			    strerror(errno));
			decision.answer = ANSWER_SILENT;
			decision.reason = "cannot-send";
		}
	}
	decision_log(m, &decision, via);
}

/* One datagram: take it apart, find its link, decide, answer. */
void
serve(struct server *s, int fd, unsigned port, const struct datagram *d)
{
	struct interface via[INTERFACE_MAX];
	char from[ADDRESS_TEXT_SIZE];
	struct message m;
	const char *why;
	int i, n;

	if ((why = message_parse(&m, d->bytes, d->n)) == NULL) {
		n = interface_of(fd, d, s->interface, via, INTERFACE_MAX);
		for (i = 0; i < n; i++)
			answer(s, fd, port, d, &m, &via[i]);
		if (n > 0)
			return;
		why = s->interface == NULL ? "no-interface" :
		    "other-interface";
	}
	log_line(LOG_INFO, "boot from=%s -> silent reason=%s",
	    address_text(from, sizeof(from), &d->from, 1), why);
}
