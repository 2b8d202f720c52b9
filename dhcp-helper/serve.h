/*
 * The way of one datagram through the program.
 */
#ifndef SERVE_H
#define SERVE_H

#include "daemon/counter.h"
#include "daemon/lograte.h"
#include "dhcp-helper/conflict.h"
#include "dhcp-helper/delay.h"
#include "dhcp-helper/hint.h"
#include "dhcp-helper/interface.h"
#include "dhcp-helper/repeats.h"
#include "dhcp-helper/waiting.h"
#include "done/done.h"
#include "map/mapfollow.h"
#include "net/datagram.h"

/* What one datagram after the other needs. */
struct server {
	const char *interface;	/* the only one to answer on; NULL: all */
	const char *map_path;
	struct map map;		/* begin with .fd = -1, the rest zeros */
	char map_trouble[MAPFOLLOW_TROUBLE_SIZE];
	struct done done;	/* begin with done_begin() */

	/* Of the datagrams that are taken from a socket at once. */
	struct interface_turn turn;
	unsigned port;		/* of the socket, host byte order */
	int map_looked;		/* whether a new map was looked for */
	int map_is_bad;		/* there is one, and it cannot be used */

	/* What is remembered, all of it bounded. Without the first three the
	 * program goes when it is idle; with them it stays so long. */
	struct delays delays;
	struct waitings waitings;
	struct conflicts conflicts;
	struct hints hints;
	struct repeats repeats;
	struct counters counters;
	struct lograte lograte;
};

/* Begins with what is not zeros: the allowances and the counters. */
void serve_begin(struct server *s);

/*
 * Begins a turn: what follows is taken from the socket fd on `port` (host byte
 * order), until it has nothing more. The interfaces and the map are looked at once
 * for all of these datagrams, so that a storm costs less. A turn is short: a change
 * holds for what comes when it is over.
 */
void serve_turn(struct server *s, int fd, unsigned port);

/*
 * Serves a datagram of the turn: answers through its socket, at once or later,
 * or stays silent, and logs either with its reason.
 */
void serve(struct server *s, const struct datagram *d);

/* Sends what has waited long enough, and decides what had to wait for its turn. */
void serve_delayed(struct server *s);

/*
 * How long to wait for datagrams, in ms: until the next answer is due, or
 * the next report of a flood; or until idle_ms are over, or the last conflict
 * is. -1: for ever, which idle_ms may be. *idle: to go, if nothing comes until then.
 */
int serve_wait_ms(const struct server *s, int idle_ms, int *idle);

#endif
