/*
 * The clients of one multicast transfer, in the order in which they are to
 * be served: the first is the master (RFC 2090).
 */
#ifndef MEMBER_H
#define MEMBER_H

#include "net/address.h"
#include "tftpd/option.h"
#include "tftpd/retransmit.h"
#include "tftpd/send.h"
#include "tftpd/transfers.h"

/* What the parent tells about a client: one record on a local socket. */
struct newcomer {
	union address client;
	size_t slot;			/* for the report */
	struct agreement agreed;	/* for its OACK */
	char text[TRANSFERS_TEXT_SIZE];	/* for the log, should the parent be
					   gone when it is done */
};

struct member {
	struct newcomer told;
	uint64_t begun_us, resent;
	uint64_t acked;		/* block */
	struct retransmit retransmit;
	unsigned tries;		/* that it has not answered, in all its turns */
	int answered;
	struct member *next;
};

struct members {
	struct member *first;
	size_t n;
	struct member *room;	/* for max of them */
	size_t max, touched;	/* the room's first so many were in use */
	struct member *left;	/* those of them that are not now */
};

/*
 * Room for max of them, since a process that is locked in gets no memory.
 * It costs what is used of it. -1: errno.
 */
int members_open(struct members *l, size_t max);

/* Appends one. NULL: there is no room. */
struct member *members_add(struct members *l, const struct newcomer *told);

/* The member with an address and port, or NULL. */
struct member *members_find(const struct members *l,
    const union address *client);

/* The first becomes the last. */
void members_rotate(struct members *l);

/* Takes one out; *m is no member any more. */
void members_remove(struct members *l, struct member *m);

/*
 * How long a client may be the master: the others hear as fast as this one asks.
 * Its turn is judged by what it gets done, since who answers now and then is
 * never silent.
 */
struct turn {
	uint64_t begun_us;
	uint64_t blocks;	/* acknowledged in it */
	uint64_t best;		/* blocks a second, of the fastest turn so
				   far; 0: nobody has shown what can be done */
};

/* A turn begins; the best of those before stays. */
void turn_begin(struct turn *t, uint64_t now_us);

/* The master has acknowledged another block. */
void turn_block(struct turn *t, uint64_t now_us);

/*
 * Whether another client is to have its turn: this one has had time, and is
 * far behind the fastest; or nobody is known to be faster, but so slow is no
 * network that can multicast.
 */
int turn_is_over(const struct turn *t, uint64_t now_us);

#endif
