/*
 * Options that are set for a listening socket are those of its connections, too:
 * so they are set once.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/time.h>

#include "net/stream.h"

int
stream_prepare(int fd, unsigned receive_s, unsigned send_s)
{
	const struct timeval receive = {.tv_sec = receive_s};
	const struct timeval send = {.tv_sec = send_s};
	const int on = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &receive,
	    sizeof(receive)) == -1 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &send, sizeof(send)) == -1)
		return -1;
	return setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

int
stream_gather(int fd, int on)
{
	return setsockopt(fd, IPPROTO_TCP, TCP_CORK, &on, sizeof(on));
}

int
stream_unblock(int fd)
{
	const int flags = fcntl(fd, F_GETFL);

	return flags == -1 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

void
stream_unmap(union address *a)
{
	struct sockaddr_in in = {.sin_family = AF_INET};

	if (a->sa.sa_family != AF_INET6 ||
	    !IN6_IS_ADDR_V4MAPPED(&a->in6.sin6_addr))
		return;
	in.sin_port = a->in6.sin6_port;
	memcpy(&in.sin_addr, a->in6.sin6_addr.s6_addr + 12,
	    sizeof(in.sin_addr));
	memset(a, 0, sizeof(*a));
	a->in = in;
}

int
stream_accept(int fd, union address *peer)
{
	socklen_t n = sizeof(*peer);
	int got;

	memset(peer, 0, sizeof(*peer));
	if ((got = accept4(fd, &peer->sa, &n, SOCK_CLOEXEC)) != -1)
		stream_unmap(peer);
	return got;
}

/* accept(2) tells of what has befallen the connection that it would give. */
int
stream_is_gone(int error)
{
	switch (error) {
	case ECONNABORTED:
	case ENETDOWN:
	case EPROTO:
	case ENOPROTOOPT:
	case EHOSTDOWN:
	case ENONET:
	case EHOSTUNREACH:
	case EOPNOTSUPP:
	case ENETUNREACH:
		return 1;
	}
	return 0;
}

static void
tell(union address *a, int failed)
{
	if (failed)
		memset(a, 0, sizeof(*a));
	else
		stream_unmap(a);
}

void
stream_peer(int fd, union address *peer)
{
	socklen_t n = sizeof(*peer);

	memset(peer, 0, sizeof(*peer));
	tell(peer, getpeername(fd, &peer->sa, &n) == -1);
}

void
stream_local(int fd, union address *local)
{
	socklen_t n = sizeof(*local);

	memset(local, 0, sizeof(*local));
	tell(local, getsockname(fd, &local->sa, &n) == -1);
}

unsigned
stream_interface(const union address *a)
{
	return a->sa.sa_family == AF_INET6 &&
	    IN6_IS_ADDR_LINKLOCAL(&a->in6.sin6_addr) ?
	    a->in6.sin6_scope_id : 0;
}
