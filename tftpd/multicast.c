/*
 * A file for many: who is the master, and what it has asked for last.
 */
#include <bsd/unistd.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/now.h"
#include "tftpd/cast.h"
#include "tftpd/channel.h"
#include "tftpd/multicast.h"
#include "tftpd/packet.h"

/*
 * So long a master may be silent while others wait; then the next one has its
 * turn. Others give up after some seconds without a block.
 */
#define TURN_US 2000000
#define TITLE_US 1000000

static void
take_newcomer(struct cast *c)
{
	struct newcomer told;
	struct member *m;
	ssize_t n;

	n = recv(c->newcomer_fd, &told, sizeof(told), MSG_DONTWAIT);
	if (n == 0 || (n == -1 && errno != EAGAIN && errno != EINTR))
		c->newcomer_fd = -1;	/* nobody can come any more */
	if (n != sizeof(told))
		return;
	credit_ask(&c->credit);
	m = members_find(&c->members, &told.client);
	if (m == NULL && (m = members_add(&c->members, &told)) == NULL)
		return;
	m->told = told;
	m->retransmit.first_ms = c->m->first_ms;
	/* The master that asks anew begins anew; another may listen in. */
	if (m == c->members.first)
		cast_ask_for(c, 0);
	else
		cast_tell(c, m);
}

/* The master is told that it is none any more, and the next one that it is. */
static void
pass_on(struct cast *c)
{
	const struct member *m = c->members.first;

	members_rotate(&c->members);
	cast_tell(c, m);
	cast_ask_for(c, 0);
}

static void
take_ack(struct cast *c, struct member *m, unsigned block)
{
	struct report done = {.outcome = SEND_DONE};
	int is_master = m == c->members.first;

	if (block > c->last || (!is_master && block < c->last))
		return;
	if (is_master) {
		/* A repeated ACK is never answered (RFC 1123). */
		if (block < c->block)
			return;
		if (c->awaited.tries == 0)
			retransmit_measure(&m->retransmit,
			    now_us() - c->awaited.sent_us);
		m->retransmit.requested_us =
		    m->told.agreed.requested_timeout_us;
		m->tries = 0;
		m->answered = 1;
	}
	m->acked = block;
	/* Others only listen, until they have it all. */
	if (block == c->last) {
		cast_dismiss(c, m, &done);
		cast_go_on(c, is_master);
	} else if (is_master) {
		turn_block(&c->turn, now_us());
		if (m->next != NULL && turn_is_over(&c->turn, now_us()))
			pass_on(c);
		else
			cast_ask_for(c, block + 1);
	}
}

static void
take_error(struct cast *c, struct member *m, const struct packet *p)
{
	struct report r = {.error = (int)p->number};
	int was_master = m == c->members.first;

	r.outcome = !m->answered && m->told.agreed.granted[OPTION_TSIZE] ?
	    SEND_PROBE : SEND_ABORTED;
	packet_error_text(p, r.text, sizeof(r.text));
	cast_dismiss(c, m, &r);
	cast_go_on(c, was_master);
}

static void
take_packet(struct cast *c)
{
	unsigned char bytes[PACKET_SMALL_SIZE];
	union address from;
	socklen_t from_n = sizeof(from);
	struct member *m;
	struct packet p;
	ssize_t n;

	memset(&from, 0, sizeof(from));
	n = recvfrom(c->fd, bytes, sizeof(bytes), MSG_DONTWAIT, &from.sa,
	    &from_n);
	if (n == -1 || (m = members_find(&c->members, &from)) == NULL)
		return;
	credit_earn(&c->credit);
	if (packet_parse(bytes, (size_t)n, &p) == -1)
		return;
	if (p.opcode == PACKET_ERROR)
		take_error(c, m, &p);
	else if (p.opcode == PACKET_ACK)
		take_ack(c, m, p.number);
}

/* The master has not answered yet. */
static void
time_out(struct cast *c)
{
	struct member *m = c->members.first;
	unsigned before = c->awaited.tries;
	struct report r = {
		.outcome = c->error == 0 ? SEND_TIMEOUT : SEND_FAILED,
		.error = c->error,
	};

	if (retransmit_step(&m->retransmit, &c->awaited, now_us(), UINT_MAX) ==
	    RETRANSMIT_WAIT)
		return;
	m->tries += c->awaited.tries - before;
	if (m->tries >= (m->answered ? c->m->tries : RETRANSMIT_UNPROVEN)) {
		cast_dismiss(c, m, &r);
		cast_go_on(c, 1);
	} else if (m->next != NULL &&
	    now_us() - c->asked_us >= TURN_US) {
		pass_on(c);
	} else {
		m->resent++;
		cast_ask(c);
	}
}

/* Waits for a packet, a newcomer, or the time to send again. */
static void
wait_for_something(struct cast *c)
{
	struct pollfd fds[2] = {
		{.fd = c->fd, .events = POLLIN},
		{.fd = c->newcomer_fd, .events = POLLIN},
	};
	const struct member *master = c->members.first;
	uint64_t now = now_us(), until;
	int timeout_ms = -1;

	if (master != NULL) {
		until = c->awaited.sent_us + retransmit_interval_us(
		    &master->retransmit, c->awaited.tries);
		timeout_ms = now >= until ? 0 :
		    (int)((until - now) / 1000 + 1);
	}
	if (poll(fds, 2, timeout_ms) > 0) {
		if (fds[1].revents != 0)
			take_newcomer(c);
		if (fds[0].revents != 0)
			take_packet(c);
	} else if (c->members.first != NULL) {
		time_out(c);
	}
}

/*
 * Nobody is left. Who comes now belongs to another group; who came just
 * before is still served.
 */
static void
close_doors(struct cast *c)
{
	if (c->newcomer_fd != -1)
		(void)shutdown(c->newcomer_fd, SHUT_RD);
	while (c->newcomer_fd != -1)
		take_newcomer(c);
	c->over |= c->members.first == NULL;
}

static void
show(struct cast *c)
{
	uint64_t now = now_us();

	if (now - c->titled_us < TITLE_US)
		return;
	c->titled_us = now;
	setproctitle("%s to %zu clients, %d%%", c->m->title, c->members.n,
	    (int)(c->block * 100 / c->last));
}

/* A socket that sends to the group by the interface of the first client. */
static int
open_socket(const struct multicast *m)
{
	const struct datagram *d = &m->asked;
	int fd, family = d->from.sa.sa_family, ttl = (int)m->ttl;
	int index = (int)d->ifindex, failed;
	const struct ip_mreqn out = {
		.imr_address = d->local.in.sin_addr, .imr_ifindex = index,
	};
	union address local = d->local;

	if ((fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0)) == -1)
		return -1;
	if (family == AF_INET)
		failed = setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &ttl,
		    sizeof(ttl)) | setsockopt(fd, IPPROTO_IP,
		    IP_MULTICAST_IF, &out, sizeof(out));
	else
		failed = setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS,
		    &ttl, sizeof(ttl)) | setsockopt(fd, IPPROTO_IPV6,
		    IPV6_MULTICAST_IF, &index, sizeof(index));
	if (failed || channel_bind(fd, &local, &m->ports) == -1 ||
	    channel_prepare(fd) == -1)
		return -1;
	return fd;
}

/* All that is needed, and then nothing else can be had: 0 or errno. */
static int
get_ready(struct cast *c)
{
	/* First: whom something goes wrong for is told only as a member. */
	if (members_open(&c->members, c->m->clients_max) == -1 ||
	    (c->fd = open_socket(c->m)) == -1 || (c->packet =
	    malloc(PACKET_HEADER_SIZE + c->m->blksize)) == NULL ||
	    lockin_child(&c->m->lockin, LOCKIN_CAST) == -1)
		return errno;
	return 0;
}

_Noreturn void
multicast_run(const struct multicast *m)
{
	struct cast c = {
		.m = m, .newcomer_fd = m->newcomer_fd,
		.last = m->file.size / m->blksize + 1,
	};
	int error;

	credit_begin(&c.credit, m->guesses, 1);
	error = get_ready(&c);
	bootfile_settle(&m->file);

	do {
		wait_for_something(&c);
		if (error != 0)
			cast_dismiss_all(&c, error == EADDRINUSE ?
			    SEND_NO_PORT : SEND_FAILED, error,
			    "The server has a problem");
		else if (c.members.first == NULL)
			close_doors(&c);
		show(&c);
	} while (!c.over);
	_exit(0);
}
