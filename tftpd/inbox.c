/*
 * A pair of local sockets, and errors that the shared socket hears of.
 */
#include <sys/socket.h>

#include "tftpd/inbox.h"
#include "tftpd/packet.h"

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

void
inbox_deliver(int fd, const struct datagram *d)
{
	if (d->n >= PACKET_HEADER_SIZE)
		(void)send(fd, d->bytes, d->n, MSG_DONTWAIT | MSG_NOSIGNAL);
}

void
inbox_deliver_refusal(int fd)
{
	(void)send(fd, "", INBOX_REFUSAL, MSG_DONTWAIT | MSG_NOSIGNAL);
}
