/*
 * The parent's side of a socket that transfers share (-1): each has an inbox,
 * where the parent puts what its client sends.
 */
#ifndef INBOX_H
#define INBOX_H

#include "net/datagram.h"

#define INBOX_REFUSAL 1		/* too short for a packet: see inbox_deliver() */

/* Readies the listening socket to hear of clients that are gone. -1: errno. */
int inbox_hear_refusals(int fd);

/*
 * The pair of a new transfer: [0] is the parent's end, [1] the child's. -1:
 * errno.
 */
int inbox_open(int fd[2]);

/*
 * Hands a datagram to a transfer, without waiting: one for which there is no
 * room is lost, as in a network.
 */
void inbox_deliver(int fd, const struct datagram *d);

/* Tells a transfer that nobody listens where it sends to. */
void inbox_deliver_refusal(int fd);

#endif
