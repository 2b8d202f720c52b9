/*
 * Who asks, and what the map says of it: what a server finds out before it looks for
 * a file. Pure.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "map/client.h"
#include "net/address.h"

enum lookup {
	LOOKUP_FOUND,		/* *c is filled */
	LOOKUP_NOBODY,		/* there is no map, or nothing in it for who asks:
				   it sees the boot root */
	/* What it would see is not known. */
	LOOKUP_BAD_MAP,		/* there is a map, but not one that can be used */
	LOOKUP_CORRUPT		/* its record cannot be read */
};

/*
 * What is known of somebody without the map: its address, and its MAC address, which
 * is NULL where nobody has said it.
 */
struct who lookup_met(const union address *a, const unsigned char mac[6]);

/*
 * Fills *who and *disagree as identify() does, and *c. is_bad: what stands at the
 * map's path cannot be used. *c is not settled.
 */
enum lookup lookup(const struct map *m, int is_bad, const struct who *met,
    const char *path, struct who *who, int *disagree, struct client *c);

#endif
