/*
 * once: a client boots what boot= says until it is done, then its disk. Whether it
 * is done is not in the map: who looks a client up asks lib/done, and settles it
 * with the answer before anything else is made of it. Pure.
 *
 * once in the client's own record counts, else in its group's, unless its boot= is
 * its own and another than the group's; else in its image's, else, if its boot= is
 * the net's or default's, in theirs. In a menu, once of an image is about that entry alone.
 */
#ifndef ONCE_H
#define ONCE_H

#include "map/client.h"

/* Whether anything of the client depends on whether it is done. */
int once_matters(const struct client *c);

/*
 * Says whether the client is done; once for each client_find(). If it is armed it
 * stays as it is. Otherwise, if once is about all that it boots, it is from now on
 * a client whose word is local: without image, kernel, initrds, args, answers, and
 * without the boot files of its own record. Of a menu, entries that are booted
 * once are left out by client_menu_next().
 */
void client_settle(struct client *c, enum done_state state);

/* "armed", "done", "unknown", "no-identity", as the log has it. */
const char *once_state_word(enum done_state state);

/* A place among the keys below: begins as all 0. */
struct once_each {
	enum {
		ONCE_STEP_KEY, ONCE_STEP_SWAPPED, ONCE_STEP_CARD,
		ONCE_STEP_MET
	} step;
	struct record record;	/* that has these keys */
	int started;
	int is_swapped;		/* the last one is a UUID in the other byte order */
	int has_met;
	struct map_each cards;
};

/*
 * The keys of a client; it is done if one of them is: its own, those of the
 * other cards that have its name, each UUID in both byte orders, each mac=, and the
 * MAC address that it is met with. The first is c->once_key. 1: key has n bytes; 0: no
 * more; -1: the map is corrupt.
 */
int once_next(const struct client *c, struct once_each *each,
    unsigned char key[MAP_KEY_MAX], size_t *n);

/* Why a client does not get a file. */
enum once_refusal {
	ONCE_GIVES,
	ONCE_IS_DONE,		/* it boots this image once, and is done */
	ONCE_IS_NOT_ARMED	/* clients boot this image once, and this one
				   does not boot it */
};

/*
 * Whether a settled client may have a file of the boot root; path is cleaned and
 * has no leading slash. c may be NULL: nothing is known of who asks.
 */
enum once_refusal once_refuses(const struct map *m, const struct client *c,
    const char *path);

/* Whether a path lies in an image that the client boots, or would if it were not done. */
int once_boots(const struct client *c, const char *path);

#endif
