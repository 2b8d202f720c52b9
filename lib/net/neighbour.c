/*
 * The neighbour table by netlink: one question, one answer (Linux 5.0 and
 * later answer RTM_GETNEIGH for a single address).
 */
#include <errno.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "net/neighbour.h"

/* One address asked about: struct ndmsg and struct rtmsg are as long. */
struct question {
	struct nlmsghdr header;
	union {
		struct ndmsg neighbour;
		struct rtmsg route;
	} about;
	unsigned char attributes[RTA_SPACE(sizeof(struct in6_addr))];
};

union answer {
	struct nlmsghdr header;
	unsigned char bytes[4096];
};

_Static_assert(sizeof(struct ndmsg) == sizeof(struct rtmsg),
    "the attribute of both questions begins at the same place");

int
neighbour_open(void)
{
	const struct timeval patience = {.tv_usec = 200000};
	int fd;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (fd != -1 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
	    sizeof(patience)) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

/* A question of a type, with the address as its one attribute. */
static void
build(struct question *q, unsigned short type, unsigned short attribute_type,
    const union address *a)
{
	struct rtattr *attribute = (struct rtattr *)(void *)q->attributes;
	const void *bytes = a->sa.sa_family == AF_INET6 ?
	    (const void *)&a->in6.sin6_addr : (const void *)&a->in.sin_addr;
	size_t n = a->sa.sa_family == AF_INET6 ? 16 : 4;

	memset(q, 0, sizeof(*q));
	q->header.nlmsg_type = type;
	q->header.nlmsg_flags = NLM_F_REQUEST;
	q->header.nlmsg_len = (unsigned)(NLMSG_LENGTH(sizeof(q->about)) +
	    RTA_LENGTH(n));
	attribute->rta_type = attribute_type;
	attribute->rta_len = (unsigned short)RTA_LENGTH(n);
	memcpy(RTA_DATA(attribute), bytes, n);
}

/* Asks, and waits for the answer: its length, 0: there is none, -1: errno. */
static ssize_t
ask(int fd, struct question *q, union answer *answer)
{
	/* Beside errno: on a page that is written to for each child anyway. */
	static _Thread_local unsigned sequence;
	ssize_t n;

	q->header.nlmsg_seq = ++sequence;
	if (send(fd, q, q->header.nlmsg_len, 0) == -1)
		return -1;
	/* A late answer to an earlier question is passed over. */
	do {
		if ((n = recv(fd, answer, sizeof(*answer), 0)) == -1)
			return errno == EAGAIN ? 0 : -1;
	} while ((size_t)n >= sizeof(answer->header) &&
	    answer->header.nlmsg_seq != q->header.nlmsg_seq);
	return n;
}

/*
 * The interface that an address is reached by. It is asked for the first
 * datagram after a start by inetd, which was queued before datagram_prepare()
 * and does not say by which it came. 0: there is none.
 */
static unsigned
route_interface(int fd, const union address *a)
{
	struct question q;
	union answer answer;
	struct rtattr *attribute;
	unsigned ifindex = 0;
	ssize_t n;
	size_t left;

	build(&q, RTM_GETROUTE, RTA_DST, a);
	q.about.route.rtm_family = (unsigned char)a->sa.sa_family;
	q.about.route.rtm_dst_len = a->sa.sa_family == AF_INET6 ? 128 : 32;
	if ((n = ask(fd, &q, &answer)) <= 0 ||
	    !NLMSG_OK(&answer.header, (size_t)n) ||
	    answer.header.nlmsg_type != RTM_NEWROUTE ||
	    answer.header.nlmsg_len < NLMSG_LENGTH(sizeof(struct rtmsg)))
		return 0;
	left = answer.header.nlmsg_len - NLMSG_LENGTH(sizeof(struct rtmsg));
	attribute = (struct rtattr *)(void *)(answer.bytes +
	    NLMSG_LENGTH(sizeof(struct rtmsg)));
	for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left))
		if (attribute->rta_type == RTA_OIF &&
		    RTA_PAYLOAD(attribute) == sizeof(ifindex))
			memcpy(&ifindex, RTA_DATA(attribute),
			    sizeof(ifindex));
	return ifindex;
}

/* The MAC in an answer of n bytes, as of neighbour_mac(). */
static int
parse(struct nlmsghdr *h, size_t n, unsigned char mac[6])
{
	struct nlmsgerr error;
	struct ndmsg neighbour;
	struct rtattr *a;
	size_t left;

	if (!NLMSG_OK(h, n)) {
		errno = EPROTO;
		return -1;
	}
	if (h->nlmsg_type == NLMSG_ERROR) {
		if (h->nlmsg_len < NLMSG_LENGTH(sizeof(error)))
			return 0;
		memcpy(&error, NLMSG_DATA(h), sizeof(error));
		if (error.error == 0 || error.error == -ENOENT)
			return 0;
		errno = -error.error;
		return -1;
	}
	if (h->nlmsg_type != RTM_NEWNEIGH ||
	    h->nlmsg_len < NLMSG_LENGTH(sizeof(neighbour)))
		return 0;
	memcpy(&neighbour, NLMSG_DATA(h), sizeof(neighbour));
	if (neighbour.ndm_state & NUD_NOARP)
		return 0;
	if (neighbour.ndm_state & (NUD_INCOMPLETE | NUD_FAILED))
		return NEIGHBOUR_LOST;
	left = h->nlmsg_len - NLMSG_LENGTH(sizeof(neighbour));
	a = (struct rtattr *)(void *)((unsigned char *)h +
	    NLMSG_LENGTH(sizeof(neighbour)));
	for (; RTA_OK(a, left); a = RTA_NEXT(a, left))
		if (a->rta_type == NDA_LLADDR && RTA_PAYLOAD(a) == 6) {
			memcpy(mac, RTA_DATA(a), 6);
			return 1;
		}
	return 0;
}

/* This host itself has no neighbour to ask about. */
static int
is_loopback(const union address *a)
{
	return a->sa.sa_family == AF_INET6 ?
	    IN6_IS_ADDR_LOOPBACK(&a->in6.sin6_addr) :
	    ntohl(a->in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

int
neighbour_mac(int fd, const union address *a, unsigned ifindex,
    unsigned char mac[6])
{
	struct question q;
	union answer answer;
	ssize_t n;

	if (fd == -1 || a->sa.sa_family == AF_UNSPEC || is_loopback(a))
		return 0;
	/* Without the interface the kernel does not answer for one address. */
	if (ifindex == 0 && (ifindex = route_interface(fd, a)) == 0)
		return 0;
	build(&q, RTM_GETNEIGH, NDA_DST, a);
	q.about.neighbour.ndm_family = (unsigned char)a->sa.sa_family;
	q.about.neighbour.ndm_ifindex = (int)ifindex;
	if ((n = ask(fd, &q, &answer)) <= 0)
		return (int)n;
	return parse(&answer.header, (size_t)n, mac);
}
