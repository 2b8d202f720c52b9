/*
 * The text of the map, clients(5), as parsed entries.
 *
 * Pure: bytes in, entries and mistakes out. An entry is kept as its key and
 * its record, in the very bytes that the compiled map will hold, so that a
 * million of them fit in memory.
 */
#ifndef MAPFILE_H
#define MAPFILE_H

#include <stddef.h>
#include <stdint.h>

#include "map/map.h"
#include "mkbootroot/text/mistake.h"

#define MAPFILE_LINE_MAX 16383	/* bytes of a line */

/* Where an entry's key and record lie in the arena. */
struct mapentry {
	uint64_t tags;		/* its fields: bit 1 << tag for each */
	uint32_t line;
	uint32_t at;		/* the key; the record follows it */
	uint32_t group;		/* the place of the entry that its group= names,
				   counted from 1; 0: it has none */
	uint16_t n;		/* bytes of the record, RECORD_START included */
	uint8_t key_n;
	uint8_t bad;		/* the line has a mistake */
};

/* Claims to what is there once only: mapclaim's. */
struct claims {
	uint64_t *list;
	size_t n, size;
};

struct mapfile {
	struct mapentry *entry;	/* in the order of the text */
	size_t n, size;
	unsigned char *arena;
	size_t arena_n, arena_size;
	struct claims claims;	/* until the text ends */
	struct mistakes *mistakes;
	/* The line that is being gathered. */
	uint32_t line;
	unsigned remaps;	/* remap lines so far */
	size_t pending_n;
	int overlong;
	char pending[MAPFILE_LINE_MAX + 1];
};

/* Begin with an initialised *m; mistakes go to `mistakes`. */
void mapfile_begin(struct mapfile *m, struct mistakes *mistakes);

/*
 * Takes the next bytes of the text, and its end. 0; -1: errno is ENOMEM, or
 * EFBIG: more than a compiled map could hold.
 */
int mapfile_feed(struct mapfile *m, const char *bytes, size_t n);
int mapfile_end(struct mapfile *m);

/* Ends the line that is being gathered, if there is one. 0; -1: errno. */
int mapfile_line_end(struct mapfile *m);
void mapfile_free(struct mapfile *m);

/* The key of an entry; its record, for record_next(). */
const unsigned char *entry_key(const struct mapfile *m,
    const struct mapentry *e);
void entry_record(const struct mapfile *m, const struct mapentry *e,
    struct record *r);

/*
 * Gives an entry another record, of fields alone: n bytes, RECORD_START included,
 * which is filled in. What entry_record() gave before is no longer good. 0; -1:
 * errno.
 */
int entry_replace(struct mapfile *m, struct mapentry *e, unsigned char *record,
    size_t n);

/* Whether an entry's line has a field of this tag. */
int entry_has(const struct mapentry *e, enum map_field tag);

/* The entry of the group that an entry's line names; NULL: it names none. */
const struct mapentry *entry_group(const struct mapfile *m,
    const struct mapentry *e);

/* The image that an entry's line is about; NULL: it is about none. */
const char *entry_image(const struct mapfile *m, const struct mapentry *e,
    char name[MAP_KEY_MAX]);

#endif
