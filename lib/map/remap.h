/*
 * The remap lines of the map: rules that rewrite the name that a client asks a
 * server for, or refuse it. Servers and explain apply the same.
 */
#ifndef REMAP_H
#define REMAP_H

#include <stddef.h>

#include "map/map.h"

#define REMAP_MAX 64		/* rules of a map */
#define REMAP_NAME_SIZE 2048	/* bytes of a name, with its NUL */
#define REMAP_WORK_MAX 65536	/* bytes that the rules may move for one name:
				   150 replacements in one of 400 bytes */
#define REMAP_STEPS_MAX (1 << 20)	/* bytes of patterns that may be held
				   against bytes of the name: that of 64 rules
				   of 255 bytes against one of 63 */

/* The words of a rule without a value; in the map they are texts. */
enum remap_word { REMAP_NOCASE, REMAP_ALL, REMAP_NOT, REMAP_REFUSE,
    REMAP_LAST, REMAP_GET, REMAP_PUT, REMAP_WORDS };
extern const char *const remap_words[REMAP_WORDS];

/* Why a request is refused. */
enum remap_refusal {
	REMAP_NOT_REFUSED, REMAP_REFUSED, REMAP_ENDLESS, REMAP_TOO_LONG,
	REMAP_CORRUPT		/* a rule cannot be read */
};

/* A name on its way through the rules. */
struct remap {
	unsigned rule;		/* the last one that was looked at, from 1 */
	int matched;		/* whether it applied */
	int over;		/* no rule follows */
	enum remap_refusal why;
	int too_long;		/* for any rule: refused if there is one */
	size_t work;		/* bytes that all rules have moved so far */
	size_t steps;		/* and what they were compared with at most */
	char name[REMAP_NAME_SIZE];
};

/*
 * Begins with a name as it was asked for. One that is too long for r->name is
 * not there: with no rule in the map it is what it was.
 */
void remap_begin(struct remap *r, const char *name);

/*
 * Applies the next rule; write says which kind of request it is. 1: one was
 * looked at; 0: there is no more to be done, r->name is the name. r->why
 * says whether the request is to be refused.
 */
int remap_next(const struct map *m, int write, struct remap *r);

/*
 * The record of a rule, 0 to REMAP_MAX - 1. 1: found; 0: there is none; -1:
 * the map is corrupt.
 */
int remap_find(const struct map *m, unsigned rule, struct record *r);

/*
 * NULL, or why a text is no replacement for what a pattern matches, in which
 * $0 is all of it, $1 to $9 are its groups, $U and $L make what follows upper
 * and lower case until $E, and $$ is one $.
 */
const char *remap_to_reason(const char *to, const char *from);

#endif
