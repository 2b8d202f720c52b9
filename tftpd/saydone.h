/*
 * Clients that are done: they say so, or have all of the last file that they boot
 * (once=sent). The parent writes it; no child can.
 */
#ifndef SAYDONE_H
#define SAYDONE_H

#include <stdint.h>

#include "net/address.h"
#include "tftpd/asking.h"

struct counters;

/* Who is done as soon as a transfer is over. */
struct saydone_sent {
	int is_awaited;
	struct who who;
	uint32_t image;		/* the sum of what it boots until then */
};

/*
 * Of a request whose answer says that its client is done: writes that. 1; 0: it was
 * refused.
 */
int saydone(struct registry *r, struct asking *a);

/* What is to be written at the end of the transfer that a request begins. */
struct saydone_sent saydone_await(const struct asking *a);

/* The client at this address has all of it. */
void saydone_sent(struct registry *r, struct counters *c,
    const struct saydone_sent *sent, const union address *client);

#endif
