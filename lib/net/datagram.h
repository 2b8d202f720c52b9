/*
 * One datagram, in and out, with the addresses that recvfrom(2) hides: the
 * local address it was sent to and the interface it came in by.
 *
 * The sockets may be shared with inetd, so nothing here sets a flag on the
 * open file: MSG_DONTWAIT is given with each call.
 */
#ifndef DATAGRAM_H
#define DATAGRAM_H

#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "net/address.h"

/* Room for the one control message of either family. */
struct datagram_control {
	_Alignas(struct cmsghdr) unsigned char bytes[
	    CMSG_SPACE(sizeof(struct in6_pktinfo)) +
	    CMSG_SPACE(sizeof(struct in_pktinfo))];
};

struct datagram {
	unsigned char *bytes;	/* the caller's buffer */
	size_t size;		/* of the buffer */
	size_t n;		/* bytes that arrived, at most size */
	union address from;	/* the sender, with its port */
	union address to;	/* where it was sent to, port 0; AF_UNSPEC:
				   unknown (it was queued before
				   datagram_prepare) */
	union address local;	/* our address to answer from, port 0;
				   AF_UNSPEC: unknown. Differs from `to` for
				   broadcasts and multicasts. */
	unsigned ifindex;	/* the interface; 0: unknown */
};

/*
 * Asks the kernel for the addresses of each datagram (IP_PKTINFO,
 * IPV6_RECVPKTINFO), and lets broadcasts be sent, or forbids it: who forges a
 * subnet's broadcast address as his own then gets no answer sent there. The
 * options stay on the socket that is shared with inetd, where they do no harm.
 * -1: errno.
 */
int datagram_prepare(int fd, int broadcasts);

/*
 * Takes one datagram without waiting. IPv4 addresses mapped into IPv6 come
 * out as IPv4. Returns 1: one is there; 0: none is waiting, or an error of
 * an earlier send was reported and is now gone; -1: errno, the socket is of
 * no use.
 */
int datagram_receive(int fd, struct datagram *d);

/*
 * Whether ICMP may have said this of a datagram that was sent before: the error is
 * reported once, by whatever call comes next, and says nothing of the socket, nor
 * of that call's own datagram.
 */
int datagram_error_is_heard(int error);

/*
 * Of a socket with IP_RECVERR: takes one of the errors that what we sent has
 * met. 1: nobody listens at *to, an address and port; 0: there is none. Others
 * are passed over.
 */
int datagram_refused(int fd, union address *to);

/*
 * Sends n bytes to `to` through fd without waiting. source (NULL or
 * AF_UNSPEC: let the kernel choose) is the address to answer from, ifindex
 * (0: let the kernel choose) the interface to leave by. -1: errno.
 */
int datagram_send(int fd, const void *bytes, size_t n,
    const union address *to, const union address *source, unsigned ifindex);

/*
 * sendmsg(2) by a socket that is not connected: once more where an error may be that
 * of an earlier datagram, which went to somebody else. -1: errno.
 */
ssize_t datagram_send_message(int fd, const struct msghdr *msg, int flags);

/*
 * The control message of sendmsg(2) that says from where and by which
 * interface to send, as for datagram_send(): its length in bytes.
 */
size_t datagram_source(struct datagram_control *control,
    const union address *to, const union address *source, unsigned ifindex);

#endif
