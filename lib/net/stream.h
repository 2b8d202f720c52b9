/*
 * Connections of TCP: taking them, and the addresses of their two ends.
 */
#ifndef STREAM_H
#define STREAM_H

#include "net/datagram.h"

/*
 * What holds for a connection, or for all that a listening socket will have: a read
 * waits at most receive_s seconds, a write send_s; nothing is kept back to
 * be sent with what may follow. -1: errno.
 */
int stream_prepare(int fd, unsigned receive_s, unsigned send_s);

/*
 * From now on only whole packets are sent, and what is over stays until there is more;
 * 0: all of it is sent, and nothing is kept back any more. -1: errno.
 */
int stream_gather(int fd, int on);

/* Lets stream_accept() never wait. -1: errno. */
int stream_unblock(int fd);

/*
 * Takes one connection: its descriptor, and who is at the other end; -1: errno,
 * EAGAIN where there is none. IPv4 mapped into IPv6 comes out as IPv4.
 */
int stream_accept(int fd, union address *peer);

/* Who is at the other end, or our own address; AF_UNSPEC: it is over. */
void stream_peer(int fd, union address *peer);
void stream_local(int fd, union address *local);

/* Whether it failed because the connection was over before it was taken. */
int stream_is_gone(int error);

/* An IPv4 address that stands in an IPv6 one as what it is. */
void stream_unmap(union address *a);

/* The interface that a link-local address stands for; 0: it is none. */
unsigned stream_interface(const union address *a);

#endif
