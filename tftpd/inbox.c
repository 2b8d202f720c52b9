/*
 * A pair of local sockets, and errors that the shared socket hears of.
 */
#include <sys/socket.h>

#include "tftpd/inbox.h"
#include "tftpd/packet.h"
#include "tftpd/request.h"

int
inbox_hear_refusals(int fd)
{
	const int on = 1;
	union address a = { .sa = { .sa_family = AF_UNSPEC } };
	socklen_t n = sizeof(a);

	if (getsockname(fd, &a.sa, &n) == -1)
		return -1;
	if (a.sa.sa_family == AF_INET6 && setsockopt(fd, IPPROTO_IPV6,
	    IPV6_RECVERR, &on, sizeof(on)) == -1)
		return -1;
	return setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
}

int
inbox_open(int fd[2])
{
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd);
}

/*
 * The start of a request is looked at only: whether it is a readable one, and
 * a repeated one, is decided as always.
 */
static int
begins_as_request(const struct datagram *d)
{
	return d->n >= 2 && d->bytes[0] == 0 &&
	    (d->bytes[1] == REQUEST_RRQ || d->bytes[1] == REQUEST_WRQ);
}

int
inbox_deliver(const struct transfers *t, const struct datagram *d)
{
	const struct running *r;

	if (begins_as_request(d) || (r = transfers_find(t, &d->from)) == NULL)
		return 0;
	if (d->n >= PACKET_HEADER_SIZE)
		(void)send(r->inbox_fd, d->bytes, d->n,
		    MSG_DONTWAIT | MSG_NOSIGNAL);
	return 1;
}

void
inbox_deliver_refusals(const struct transfers *t, int fd)
{
	const struct running *r;
	union address to;

	while (datagram_refused(fd, &to))
		if ((r = transfers_find(t, &to)) != NULL)
			(void)send(r->inbox_fd, "", INBOX_REFUSAL,
			    MSG_DONTWAIT | MSG_NOSIGNAL);
}
