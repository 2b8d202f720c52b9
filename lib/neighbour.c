/*
 * The neighbour table by netlink: one question, one answer (Linux 5.0 and
 * later answer RTM_GETNEIGH for a single address).
 */
#include "neighbour.h"

#include <errno.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <unistd.h>

struct question {
	struct nlmsghdr header;
	struct ndmsg neighbour;
	unsigned char attributes[RTA_SPACE(sizeof(struct in6_addr))];
};

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

static void
build(struct question *q, const union address *a, unsigned ifindex)
{
	struct rtattr *attribute = (struct rtattr *)(void *)q->attributes;
	const void *bytes = a->sa.sa_family == AF_INET6 ?
	    (const void *)&a->in6.sin6_addr : (const void *)&a->in.sin_addr;
	size_t n = a->sa.sa_family == AF_INET6 ? 16 : 4;

	memset(q, 0, sizeof(*q));
	q->header.nlmsg_type = RTM_GETNEIGH;
	q->header.nlmsg_flags = NLM_F_REQUEST;
	q->header.nlmsg_len = (unsigned)(NLMSG_LENGTH(sizeof(q->neighbour)) +
	    RTA_LENGTH(n));
	q->neighbour.ndm_family = (unsigned char)a->sa.sa_family;
	q->neighbour.ndm_ifindex = (int)ifindex;
	attribute->rta_type = NDA_DST;
	attribute->rta_len = (unsigned short)RTA_LENGTH(n);
	memcpy(RTA_DATA(attribute), bytes, n);
}

/* The MAC in an answer of n bytes: 1, 0; -1 with errno for an error. */
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
	if (neighbour.ndm_state & (NUD_INCOMPLETE | NUD_FAILED | NUD_NOARP))
		return 0;
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

int
neighbour_mac(int fd, const union address *a, unsigned ifindex,
    unsigned char mac[6])
{
	struct question q;
	union {
		struct nlmsghdr header;
		unsigned char bytes[4096];
	} answer;
	ssize_t n;
	static unsigned sequence;

	/* Without the interface the kernel does not answer for one address. */
	if (ifindex == 0 || a->sa.sa_family == AF_UNSPEC)
		return 0;
	build(&q, a, ifindex);
	q.header.nlmsg_seq = ++sequence;
	if (send(fd, &q, q.header.nlmsg_len, 0) == -1)
		return -1;
	/* A late answer to an earlier question is passed over. */
	do {
		if ((n = recv(fd, &answer, sizeof(answer), 0)) == -1)
			return errno == EAGAIN ? 0 : -1;
	} while ((size_t)n >= sizeof(answer.header) &&
	    answer.header.nlmsg_seq != q.header.nlmsg_seq);
	return parse(&answer.header, (size_t)n, mac);
}
