/*
 * The clients whose boots are followed: each has a place, for as long as it is
 * heard of. Pure.
 *
 * A client is known by its MAC address, since firmware and a loader may have
 * different IP addresses; and by that where its MAC address is not known.
 */
#ifndef STALLPLACE_H
#define STALLPLACE_H

#include "net/address.h"
#include "tftpd/bootstep.h"

#ifndef STALL_MAX
#define STALL_MAX 256		/* clients */
#endif
#define STALL_AGE_MS (10 * 60 * 1000)	/* then a client is forgotten */
#define STALL_NEVER (-1)

enum stall_where {
	STALL_NONE,
	STALL_FIRST,		/* nothing followed the boot file */
	STALL_SECOND,		/* nor the program that it loaded, GRUB */
	STALL_CONFIG,		/* there was no configuration */
	STALL_NEXT,		/* nor what the loader needs */
	STALL_LOOP		/* the boot file comes again and again */
};

struct stall_client {
	const union address *address;
	const unsigned char *mac;	/* NULL: it is not known */
	int is_own;		/* it has a line of its own: those that have
				   none cannot make us forget it */
};

enum stall_state { STALL_QUIET, STALL_FETCHES, STALL_WAITS };

struct stall_place {
	enum stall_state state;
	enum stall_where where;		/* it fetches or waits */
	union address address;
	unsigned char mac[6];
	int has_mac, is_own;
	int is_said;		/* that it waits */
	int is_firmware;	/* which fetches the boot file */
	int under_shim;		/* the next GRUB is loaded by it */
	int has_shim;		/* see shimsent_note() */
	struct bootstep step;	/* what it fetches, or was refused */
	uint64_t serial;	/* of the transfer */
	long long touched_ms, due_ms;
	long long sized_ms;	/* when it asked for the size */
	long long first_ms;	/* and when it had all the first of times */
	unsigned times;
};

struct stall_places {		/* begin with zeros */
	size_t high;		/* those behind it were never in use */
	struct stall_place place[STALL_MAX];
};

/* The client's place; NULL: it has none. */
struct stall_place *stallplace_find(struct stall_places *s,
    const struct stall_client *c, long long now_ms);

/*
 * A new place for it, with the oldest one forgotten if need be; NULL: all are
 * those of others with their own line.
 */
struct stall_place *stallplace_take(struct stall_places *s,
    const struct stall_client *c, long long now_ms);

/* The client is the one that asked last, by whichever address. */
void stallplace_touch(struct stall_place *p, const struct stall_client *c,
    long long now_ms);

#endif
