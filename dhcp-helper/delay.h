/*
 * Answers that wait (quirk=delay=), because the client's firmware fails when
 * they come before those of the DHCP server.
 */
#ifndef DELAY_H
#define DELAY_H

#include <stddef.h>

#include "dhcp-helper/message.h"
#include "dhcp-helper/reply.h"
#include "net/address.h"

#define DELAY_MAX 64		/* answers that wait at a time */

struct delayed {
	long long due_ms;	/* 0: the place is free */
	int fd;
	unsigned ifindex;
	union address to, source;
	unsigned char card[MESSAGE_CARD_MAX];	/* of the client */
	size_t n;
	unsigned char bytes[REPLY_MAX];
};

struct delays {
	struct delayed at[DELAY_MAX];	/* begin with zeros */
};

/*
 * Keeps an answer until due_ms, which is not 0. A client has one place for each
 * interface. If it repeats its question, with the same xid, the older answer
 * stays. The answer to a new question replaces the old answer, for which the
 * client no longer waits. 0; -1: too many wait.
 */
int delay_add(struct delays *d, const struct delayed *answer);

/* The answer that has waited long enough, or NULL. Set its due_ms to 0. */
struct delayed *delay_due(struct delays *d, long long now_ms);

/* How long until the next is due, in ms; -1: none waits. */
int delay_left_ms(const struct delays *d, long long now_ms);

#endif
