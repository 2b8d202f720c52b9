/*
 * Datagrams with the addresses that they travelled between.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

/* It has a struct timespec, and leaves that to others. */
#include <linux/errqueue.h>

#include "net/datagram.h"

#define QUEUE_BYTES (4 * 1024 * 1024)
#define QUEUE_ENOUGH_BYTES (1024 * 1024)
#define EARLIER_MAX 16	/* errors of earlier datagrams, before one call gives up */

/*
 * Makes room for a rack that boots and asks all at once: as much as is
 * wanted if root starts us by hand, else as much as is allowed. What the
 * socket's unit asked systemd for is not made smaller.
 */
static void
widen_queue(int fd)
{
	const int wanted = QUEUE_BYTES;
	int bytes;
	socklen_t n = sizeof(bytes);

	if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, &n) == 0 &&
	    bytes >= QUEUE_ENOUGH_BYTES)
		return;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &wanted,
	    sizeof(wanted)) == -1)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &wanted,
		    sizeof(wanted));
}

int
datagram_prepare(int fd, int broadcasts)
{
	const int on = 1;
	union address a = { .sa = { .sa_family = AF_UNSPEC } };
	socklen_t n = sizeof(a);

	widen_queue(fd);
	if (getsockname(fd, &a.sa, &n) == -1)
		return -1;
	if (a.sa.sa_family == AF_INET6)
		return setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on,
		    sizeof(on));
	if (a.sa.sa_family != AF_INET) {
		errno = EAFNOSUPPORT;
		return -1;
	}
	if (setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &broadcasts,
	    sizeof(broadcasts)) == -1)
		return -1;
	return setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof(on));
}

/*
 * Our address to answer from. A datagram that was queued before
 * datagram_prepare() says where it was sent to, but no more: that is ours
 * unless it is for many.
 */
static union address
local_address(const struct in_pktinfo *info)
{
	union address local = {.sa = {.sa_family = AF_UNSPEC}};
	uint32_t to = ntohl(info->ipi_addr.s_addr);

	if (info->ipi_spec_dst.s_addr != htonl(INADDR_ANY))
		local.in.sin_addr = info->ipi_spec_dst;
	else if (to != INADDR_ANY && to != INADDR_BROADCAST &&
	    !IN_MULTICAST(to))
		local.in.sin_addr = info->ipi_addr;
	else
		return local;
	local.in.sin_family = AF_INET;
	return local;
}

static void
take_pktinfo(struct msghdr *msg, struct datagram *d)
{
	struct in_pktinfo info;
	struct in6_pktinfo info6;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c != NULL;
	    c = CMSG_NXTHDR(msg, c)) {
		if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
			memcpy(&info, CMSG_DATA(c), sizeof(info));
			d->ifindex = (unsigned)info.ipi_ifindex;
			d->to.in.sin_family = AF_INET;
			d->to.in.sin_addr = info.ipi_addr;
			d->local = local_address(&info);
		} else if (c->cmsg_level == IPPROTO_IPV6 &&
		    c->cmsg_type == IPV6_PKTINFO) {
			memcpy(&info6, CMSG_DATA(c), sizeof(info6));
			d->ifindex = info6.ipi6_ifindex;
			d->to.in6.sin6_family = AF_INET6;
			d->to.in6.sin6_addr = info6.ipi6_addr;
			if (IN6_IS_ADDR_LINKLOCAL(&info6.ipi6_addr))
				d->to.in6.sin6_scope_id = d->ifindex;
			address_unmap(&d->to);
			if (!IN6_IS_ADDR_MULTICAST(&info6.ipi6_addr))
				d->local = d->to;
		}
	}
}

/*
 * What Linux makes of ICMP (icmp_err_convert of net/ipv4/icmp.c,
 * icmpv6_err_convert of net/ipv6/icmp.c): any host on the way may say any of them.
 */
int
datagram_error_is_heard(int error)
{
	switch (error) {
	case ENETUNREACH: case EHOSTUNREACH: case ENOPROTOOPT:
	case ECONNREFUSED: case EMSGSIZE: case EOPNOTSUPP: case EHOSTDOWN:
	case ENONET: case EPROTO: case EACCES:
		return 1;
	default:
		return 0;
	}
}

/*
 * One recvmsg(2), or more: an error of what was sent before comes instead of a
 * datagram, and once.
 */
static ssize_t
receive(int fd, struct msghdr *msg)
{
	const struct msghdr begun = *msg;
	ssize_t n = -1;

	for (int i = 0; i < EARLIER_MAX; i++) {
		*msg = begun;
		if ((n = recvmsg(fd, msg, MSG_DONTWAIT)) != -1 ||
		    !datagram_error_is_heard(errno))
			break;
	}
	return n;
}

int
datagram_receive(int fd, struct datagram *d)
{
	struct datagram_control control;
	struct iovec iov = {d->bytes, d->size};
	struct msghdr msg = {
		.msg_name = &d->from, .msg_namelen = sizeof(d->from),
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	ssize_t n;

	memset(&d->from, 0, sizeof(d->from));
	memset(&d->to, 0, sizeof(d->to));
	memset(&d->local, 0, sizeof(d->local));
	d->ifindex = 0;
	if ((n = receive(fd, &msg)) == -1)
		return errno == EAGAIN || errno == EINTR ||
		    errno == ENETDOWN || errno == EPERM ||
		    datagram_error_is_heard(errno) ? 0 : -1;
	d->n = (size_t)n;
	take_pktinfo(&msg, d);
	address_unmap(&d->from);
	return 1;
}

/* Whether an error of the queue is a host's own word, that the port is closed. */
static int
is_refusal(struct msghdr *msg)
{
	struct sock_extended_err e;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c != NULL;
	    c = CMSG_NXTHDR(msg, c)) {
		if ((c->cmsg_level != IPPROTO_IP || c->cmsg_type != IP_RECVERR) &&
		    (c->cmsg_level != IPPROTO_IPV6 ||
		    c->cmsg_type != IPV6_RECVERR))
			continue;
		memcpy(&e, CMSG_DATA(c), sizeof(e));
		return e.ee_errno == ECONNREFUSED;
	}
	return 0;
}

int
datagram_refused(int fd, union address *to)
{
	_Alignas(struct cmsghdr) unsigned char control[512];
	struct msghdr msg;
	struct iovec none = {NULL, 0};

	for (;;) {
		memset(to, 0, sizeof(*to));
		msg = (struct msghdr){
			.msg_name = to, .msg_namelen = sizeof(*to),
			.msg_iov = &none, .msg_iovlen = 1,
			.msg_control = control,
			.msg_controllen = sizeof(control),
		};
		if (recvmsg(fd, &msg, MSG_ERRQUEUE | MSG_DONTWAIT) == -1)
			return 0;
		if (!is_refusal(&msg))
			continue;
		address_unmap(to);
		return 1;
	}
}

/* The one message in control; its length with the padding. */
static size_t
put_pktinfo(struct datagram_control *control, int level, int type,
    const void *info, size_t n)
{
	struct cmsghdr *c = (struct cmsghdr *)(void *)control->bytes;

	memset(control, 0, sizeof(*control));
	c->cmsg_level = level;
	c->cmsg_type = type;
	c->cmsg_len = CMSG_LEN(n);
	memcpy(CMSG_DATA(c), info, n);
	return CMSG_SPACE(n);
}

size_t
datagram_source(struct datagram_control *control, const union address *to,
    const union address *source, unsigned ifindex)
{
	struct in_pktinfo info = {.ipi_ifindex = (int)ifindex};
	struct in6_pktinfo info6 = {.ipi6_ifindex = ifindex};
	int has_source = source != NULL &&
	    source->sa.sa_family == to->sa.sa_family;

	/* An IPv6 socket that takes IPv4 as well sends it as it stands, too. */
	if (to->sa.sa_family == AF_INET) {
		if (has_source)
			info.ipi_spec_dst = source->in.sin_addr;
		return put_pktinfo(control, IPPROTO_IP, IP_PKTINFO, &info,
		    sizeof(info));
	}
	if (has_source)
		info6.ipi6_addr = source->in6.sin6_addr;
	return put_pktinfo(control, IPPROTO_IPV6, IPV6_PKTINFO, &info6,
	    sizeof(info6));
}

ssize_t
datagram_send_message(int fd, const struct msghdr *msg, int flags)
{
	ssize_t n = -1;

	for (int i = 0; i < EARLIER_MAX; i++)
		if ((n = sendmsg(fd, msg, flags)) != -1 ||
		    !datagram_error_is_heard(errno))
			break;
	return n;
}

int
datagram_send(int fd, const void *bytes, size_t n, const union address *to,
    const union address *source, unsigned ifindex)
{
	struct datagram_control control;
	struct iovec iov = {(void *)(uintptr_t)bytes, n};
	struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};
	union address target = *to;

	msg.msg_control = control.bytes;
	msg.msg_controllen = datagram_source(&control, to, source, ifindex);
	msg.msg_name = &target;
	msg.msg_namelen = address_length(&target);
	return datagram_send_message(fd, &msg, MSG_DONTWAIT) == -1 ? -1 : 0;
}
