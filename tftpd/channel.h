/*
 * How a transfer reaches its client: through a socket of its own, or (-1)
 * through the socket that all share.
 *
 * A shared socket is only sent from. What comes in is taken by the parent,
 * which hands each client's datagrams to its transfer over a pair of local
 * sockets: the child can neither read nor lose what is meant for others.
 */
#ifndef CHANNEL_H
#define CHANNEL_H

#include <stdint.h>
#include <sys/uio.h>

#include "net/datagram.h"
#include "tftpd/credit.h"

struct port_range {
	unsigned first, last;	/* both included; first 0: any port */
};

struct channel {
	int send_fd, receive_fd;	/* the same, if it is ours */
	int shared;
	union address to;		/* shared: the client */
	size_t source_n;		/* shared: bytes in source.bytes */
	struct datagram_control source;	/* from where to send */
	uint64_t timeout_us;		/* as it is set */
	int refused;			/* nobody listens there any more */
	unsigned blksize_max;		/* that one packet carries */
	struct credit credit;		/* no limit until credit_begin() */
};

/*
 * Opens a socket bound to the address that the client asked and a port of
 * the range, and connected, so that the kernel drops what others send. -1:
 * errno; EADDRINUSE: no port of the range is free.
 */
int channel_open(struct channel *c, const struct datagram *d,
    const struct port_range *ports);

/*
 * Sends through the listening socket fd, from the address that the client
 * asked, and receives from inbox_fd, the child's end of inbox_open().
 */
void channel_share(struct channel *c, int fd, int inbox_fd,
    const struct datagram *d);

/*
 * How many of n packets the client may be sent now (credit.h): they count as
 * sent. To be asked before whatever is sent.
 */
uint64_t channel_afford(struct channel *c, uint64_t n);

/*
 * Sends one packet. 0: it is on its way, or lost by trouble of the network
 * that passes; -1: errno.
 */
int channel_send(struct channel *c, const void *bytes, size_t n);

/*
 * The same for n pieces as one packet, or, segment not 0, as packets of
 * segment bytes each but for the last, cut by the kernel (UDP_SEGMENT).
 */
int channel_send_pieces(struct channel *c, struct iovec *pieces, size_t n,
    unsigned segment);

/*
 * Waits for a packet of the client: its bytes, cut at n. 0: there is none, or
 * an empty one. -1: errno; ECONNREFUSED: nobody listens there, and all that
 * came has been taken; ECONNRESET: the parent is gone, and nothing can come.
 */
ssize_t channel_receive(struct channel *c, void *bytes, size_t n);

/* How long channel_receive() waits. -1: errno. */
int channel_timeout(struct channel *c, uint64_t us);

/* Readies a socket that is shared, once. -1: errno. */
int channel_prepare(int fd);

/*
 * Binds fd to an address and a free port of the range. Each process begins at
 * another one, so that they do not meet at the first. -1: errno; EADDRINUSE:
 * none is free.
 */
int channel_bind(int fd, const union address *local,
    const struct port_range *range);

/*
 * The largest blksize that one packet of the path to a client carries, as the
 * kernel knows the path.
 */
unsigned channel_blksize_to(const union address *client);

#endif
