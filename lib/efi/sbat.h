/*
 * SBAT, what shim revokes by: a component and its generation in each line,
 * of a program and of a level. A program is refused if the level knows one of
 * its components by a higher generation. Pure.
 */
#ifndef SBAT_H
#define SBAT_H

#include <stddef.h>

#define SBAT_ENTRIES 12
#define SBAT_TEXT_MAX 4096	/* bytes of a section that are read */

struct sbat_entry {
	char component[24];
	unsigned generation;
	char version[40];	/* of a program's component, or "" */
};

struct sbat {
	struct sbat_entry entry[SBAT_ENTRIES];
	size_t n;
};

/* Lines of words between commas; what is not so is passed over. */
void sbat_parse(const char *text, size_t n, struct sbat *s);

/* A component's entry; NULL: there is none. */
const struct sbat_entry *sbat_find(const struct sbat *s,
    const char *component);

/* The program's entry that a level refuses; NULL: it refuses none. */
const struct sbat_entry *sbat_refused(const struct sbat *level,
    const struct sbat *program);

#endif
