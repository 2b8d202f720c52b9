/*
 * How often clients have asked the same again: whoever repeats its question has heard
 * of no server yet. Bounded: what is forgotten counts as asked for the first time.
 */
#ifndef REPEATS_H
#define REPEATS_H

#include "dhcp-helper/message.h"

#define REPEATS_MAX 1024	/* questions */
/* Between two that count: two relays send one question twice at once, and no firmware
 * asks again within a second (RFC 2131 section 4.1). */
#define REPEATS_APART_MS 500
#define REPEATS_MS 64000	/* from one to the next; then it is a new one */

struct repeat {
	long long last_ms;	/* 0: the place is free */
	unsigned char card[MESSAGE_CARD_MAX];
	unsigned char xid[4];
	unsigned type, times;
};

struct repeats {
	struct repeat at[REPEATS_MAX];	/* begin with zeros */
};

/*
 * Notes a message that came at now_ms, which is not 0. Returns how often its client
 * has sent it before, by type and xid.
 */
unsigned repeats_note(struct repeats *r, const struct message *m,
    long long now_ms);

#endif
