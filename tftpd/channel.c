/*
 * Sending and receiving, by either way.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "tftpd/channel.h"
#include "tftpd/inbox.h"
#include "tftpd/packet.h"

#define IPV4_HEADERS (20 + 8)	/* IP without options, and UDP */
#define IPV6_HEADERS (40 + 8)
#define TFTP_HEADER 4

int
channel_bind(int fd, const union address *local, const struct port_range *range)
{
	union address a = *local;
	unsigned count = range->last - range->first + 1, start;

	if (range->first == 0)
		return bind(fd, &a.sa, address_length(&a));
	start = (unsigned)getpid();
	for (unsigned i = 0; i < count; i++) {
		address_set_port(&a, range->first +
		    (start % count + i) % count);
		if (bind(fd, &a.sa, address_length(&a)) == 0)
			return 0;
		if (errno != EADDRINUSE)
			return -1;
	}
	errno = EADDRINUSE;
	return -1;
}

/* As channel_blksize_to(), of a socket that is connected to the client. */
static unsigned
channel_blksize(int fd, int family)
{
	int mtu, headers = TFTP_HEADER;
	socklen_t n = sizeof(mtu);

	if (family == AF_INET) {
		if (getsockopt(fd, IPPROTO_IP, IP_MTU, &mtu, &n) == -1)
			return BLKSIZE_DEFAULT;
		headers += IPV4_HEADERS;
	} else {
		if (getsockopt(fd, IPPROTO_IPV6, IPV6_MTU, &mtu, &n) == -1)
			return BLKSIZE_DEFAULT;
		headers += IPV6_HEADERS;
	}
	return mtu - headers < BLKSIZE_DEFAULT ? BLKSIZE_DEFAULT :
	    (unsigned)(mtu - headers);
}

unsigned
channel_blksize_to(const union address *client)
{
	unsigned blksize = BLKSIZE_DEFAULT;
	int fd;

	/* Connecting sends nothing, but has the kernel look for the path. */
	fd = socket(client->sa.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return blksize;
	if (connect(fd, &client->sa, address_length(client)) == 0)
		blksize = channel_blksize(fd, client->sa.sa_family);
	close(fd);
	return blksize;
}

/*
 * No path MTU discovery: the DF bit confuses some ROMs, and a block above
 * the MTU is to be fragmented, not refused.
 */
static int
forget_path_mtu(int fd, int family)
{
	const int dont = IP_PMTUDISC_DONT, dont6 = IPV6_PMTUDISC_DONT;

	if (family == AF_INET)
		return setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &dont,
		    sizeof(dont));
	return setsockopt(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, &dont6,
	    sizeof(dont6));
}

int
channel_open(struct channel *c, const struct datagram *d,
    const struct port_range *ports)
{
	int fd, family = d->from.sa.sa_family;
	union address local = {.sa = {.sa_family = (sa_family_t)family}};

	memset(c, 0, sizeof(*c));
	if ((fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0)) == -1)
		return -1;
	if (d->local.sa.sa_family == family)
		local = d->local;
	address_set_port(&local, 0);
	if (channel_bind(fd, &local, ports) == -1 ||
	    forget_path_mtu(fd, family) == -1 ||
	    connect(fd, &d->from.sa, address_length(&d->from)) == -1) {
		close(fd);
		return -1;
	}
	c->send_fd = c->receive_fd = fd;
	c->blksize_max = channel_blksize(fd, family);
	return 0;
}

void
channel_share(struct channel *c, int fd, int inbox_fd,
    const struct datagram *d)
{
	memset(c, 0, sizeof(*c));
	c->shared = 1;
	c->send_fd = fd;
	c->receive_fd = inbox_fd;
	c->to = d->from;
	c->source_n = datagram_source(&c->source, &d->from, &d->local,
	    d->ifindex);
	c->blksize_max = channel_blksize_to(&d->from);
}

/*
 * Trouble of the network: as good as a lost packet. EMSGSIZE may be that of a burst,
 * see blocks.c.
 */
static int
passes(int error)
{
	switch (error) {
	case EAGAIN: case EINTR: case ENOBUFS: case ENETDOWN: case EPERM:
		return 1;
	case ECONNREFUSED: case EMSGSIZE:
		return 0;
	default:
		return datagram_error_is_heard(error);
	}
}

/* After a call that sends: 0 or -1. */
static int
sent(struct channel *c, ssize_t result)
{
	if (result != -1 || passes(errno))
		return 0;
	if (errno != ECONNREFUSED)
		return -1;
	/*
	 * Its last ACK may be waiting for us. Of a shared socket it is another
	 * client that is gone: of its own a transfer hears by its inbox.
	 */
	c->refused = !c->shared;
	return 0;
}

uint64_t
channel_afford(struct channel *c, uint64_t n)
{
	return credit_take(&c->credit, n);
}

int
channel_send(struct channel *c, const void *bytes, size_t n)
{
	struct iovec piece = {(void *)(uintptr_t)bytes, n};

	if (c->shared)
		return channel_send_pieces(c, &piece, 1, 0);
	return sent(c, send(c->send_fd, bytes, n, 0));
}

/* Appends the size at which the kernel has to cut: for this call alone. */
static void
put_segment(struct msghdr *msg, unsigned segment)
{
	uint16_t size = (uint16_t)segment;
	struct cmsghdr *c = (struct cmsghdr *)(void *)
	    ((unsigned char *)msg->msg_control + msg->msg_controllen);

	c->cmsg_level = IPPROTO_UDP;
	c->cmsg_type = UDP_SEGMENT;
	c->cmsg_len = CMSG_LEN(sizeof(size));
	memcpy(CMSG_DATA(c), &size, sizeof(size));
	msg->msg_controllen += CMSG_SPACE(sizeof(size));
}

int
channel_send_pieces(struct channel *c, struct iovec *pieces, size_t n,
    unsigned segment)
{
	_Alignas(struct cmsghdr) unsigned char control[
	    sizeof(struct datagram_control) + CMSG_SPACE(sizeof(uint16_t))];
	struct msghdr msg = {.msg_iov = pieces, .msg_iovlen = n};
	union address to;

	memset(control, 0, sizeof(control));
	msg.msg_control = control;
	if (c->shared) {
		to = c->to;
		msg.msg_name = &to;
		msg.msg_namelen = address_length(&to);
		memcpy(control, c->source.bytes, c->source_n);
		msg.msg_controllen = c->source_n;
	}
	if (segment != 0)
		put_segment(&msg, segment);
	return sent(c, c->shared ? datagram_send_message(c->send_fd, &msg, 0) :
	    sendmsg(c->send_fd, &msg, 0));
}

/*
 * A client goes as soon as it has sent its last ACK, and what we sent again
 * finds its port closed. The kernel tells this first, but the ACK is there.
 */
static ssize_t
take(struct channel *c, void *bytes, size_t n)
{
	ssize_t got = recv(c->receive_fd, bytes, n,
	    c->refused ? MSG_DONTWAIT : 0);

	if (got == -1 && errno == ECONNREFUSED) {
		c->refused = 1;
		got = recv(c->receive_fd, bytes, n, MSG_DONTWAIT);
	}
	if (got != -1)
		c->refused = 0;
	else if (c->refused)
		errno = ECONNREFUSED;
	return got;
}

ssize_t
channel_receive(struct channel *c, void *bytes, size_t n)
{
	ssize_t got = take(c, bytes, n);

	/* EMSGSIZE: a router said so of an earlier block. */
	if (got == -1 && (passes(errno) || errno == EMSGSIZE))
		return 0;
	/* The parent delivers no empty datagrams: this is the pair's end. */
	if (got == 0 && c->shared) {
		errno = ECONNRESET;
		return -1;
	}
	if (got == INBOX_REFUSAL && c->shared) {
		errno = ECONNREFUSED;
		return -1;
	}
	if (got > 0)
		credit_earn(&c->credit);
	return got;
}

int
channel_timeout(struct channel *c, uint64_t us)
{
	const struct timeval tv = {(time_t)(us / 1000000),
	    (suseconds_t)(us % 1000000)};

	if (us == c->timeout_us)
		return 0;
	if (setsockopt(c->receive_fd, SOL_SOCKET, SO_RCVTIMEO, &tv,
	    sizeof(tv)) == -1)
		return -1;
	c->timeout_us = us;
	return 0;
}

int
channel_prepare(int fd)
{
	union address a = { .sa = { .sa_family = AF_UNSPEC } };
	socklen_t n = sizeof(a);

	if (getsockname(fd, &a.sa, &n) == -1)
		return -1;
	/* A socket of IPv6 may send IPv4 as well. */
	if (a.sa.sa_family == AF_INET6 && forget_path_mtu(fd, AF_INET6) == -1)
		return -1;
	return forget_path_mtu(fd, AF_INET);
}
