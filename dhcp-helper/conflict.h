/*
 * Addresses that a client has refused, because another host answers there
 * (DHCPDECLINE, RFC 2131 section 3.1.5). They are not offered for a while.
 */
#ifndef CONFLICT_H
#define CONFLICT_H

#include <netinet/in.h>

#define CONFLICT_MAX 64		/* the oldest is forgotten */
#define CONFLICT_MS (10 * 60 * 1000)

struct conflicts {
	struct {
		struct in_addr address;
		long long until_ms;
	} at[CONFLICT_MAX];	/* begin with zeros */
};

/* Notes that an address is in use at now_ms, of any clock that goes on. */
void conflict_add(struct conflicts *c, struct in_addr a, long long now_ms);

/* Whether an address is still to be avoided. */
int conflict_has(const struct conflicts *c, struct in_addr a,
    long long now_ms);

/* How long the last of them stays, in ms; 0: there is none. */
long long conflict_left_ms(const struct conflicts *c, long long now_ms);

#endif
