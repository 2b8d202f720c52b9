/*
 * The parent's side of a socket that transfers share (-1): each has an inbox,
 * where the parent puts what its client sends. Requests are the parent's own.
 */
#ifndef INBOX_H
#define INBOX_H

#include "net/datagram.h"
#include "tftpd/transfers.h"

#define INBOX_REFUSAL 1		/* too short for a packet: nobody listens */

/* Readies the listening socket to hear of clients that are gone. -1: errno. */
int inbox_hear_refusals(int fd);

/*
 * The pair of a new transfer: [0] is the parent's end, [1] the child's. -1:
 * errno.
 */
int inbox_open(int fd[2]);

/*
 * Hands what is no request to the transfer of its client, without waiting: one
 * for which there is no room is lost, as in a network. 1: it went there.
 */
int inbox_deliver(const struct transfers *t, const struct datagram *d);

/*
 * Tells the transfers of clients of which fd has heard that nobody listens
 * there. What they sent before is to be delivered first.
 */
void inbox_deliver_refusals(const struct transfers *t, int fd);

#endif
