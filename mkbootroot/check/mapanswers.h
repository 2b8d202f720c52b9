/*
 * The files that lines have as answers=, as they were read. Only for this room.
 */
#ifndef MAPANSWERS_H
#define MAPANSWERS_H

#include "mkbootroot/answers/answersread.h"
#include "mkbootroot/check/mapcheck.h"

struct answers_file {
	struct answers_file *next;	/* in the order in which they are named */
	struct answersread read;
	int is_folder;
	char *end;		/* where links lead from path, from the boot root;
				   NULL: there are none */
	char path[];		/* from the boot root */
};

/*
 * The file at a path, read if it is new, its mistakes told for the line of *e. kind
 * is what the line says; ANSWERS_NONE: nothing. NULL: errno.
 */
const struct answers_file *mapanswers_file(struct check *c, struct mapentry *e,
    const char *path, enum answers_kind kind);

/* One that was read, for whom a client gets it; NULL: it was not. */
const struct answers_file *mapanswers_read(const struct check *c,
    const char *path);

/*
 * Looks at the relative paths that clients take from another line, in their own
 * images; after all lines have been looked at. 0; -1: errno.
 */
int mapanswers_lent(struct check *c);

/*
 * The names in a folder, sorted, those with a dot first left out; each and the list
 * to be freed. -1: errno.
 */
int mapanswers_folder(int rootfd, const char *path, char ***names, size_t *n);

/* A mistake in a line. */
void mapanswers_say(struct check *c, struct mapentry *e, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

#endif
