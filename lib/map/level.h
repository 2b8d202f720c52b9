/*
 * Which of a client's records says a word: the more particular ones are asked
 * first. Pure. levels is a set of bits, 1u << enum client_level.
 */
#ifndef LEVEL_H
#define LEVEL_H

#include <netinet/in.h>

#include "map/client.h"

/* The records, the more particular first. */
void level_records(const struct client *c,
    const struct record *r[CLIENT_LEVELS]);

/*
 * What a record says that its clients do, and its field. CLIENT_NONE: nothing, and
 * *f is not set.
 */
enum client_action level_action(const struct record *r, struct field *f);

/* Tells the trace of the client, if there is one, how a word is used. */
void level_tell(const struct client *c, enum client_level level,
    enum client_use use, const struct field *f);

/*
 * The first of the levels that has a field of this tag, given or found. 1:
 * *level and *f are set; 0: none has.
 */
int level_first(const struct client *c, unsigned levels, enum map_field tag,
    enum client_level *level, struct field *f);

/* The same, and the trace is told that it is used. */
int level_take(const struct client *c, unsigned levels, enum map_field tag,
    struct field *f);

/* The same: a text, which lies in the map, or NULL. */
const char *level_text(const struct client *c, unsigned levels,
    enum map_field tag);

/* The same: an address. 1: *a is set; 0: none has one. */
int level_address(const struct client *c, unsigned levels, enum map_field tag,
    struct in_addr *a);

#endif
