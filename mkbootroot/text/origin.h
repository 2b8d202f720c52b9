/*
 * Where a line of the text comes from, where the text is of several parts: files
 * of a folder, or entries of a store that hold a line each. Pure.
 */
#ifndef ORIGIN_H
#define ORIGIN_H

#include <stddef.h>
#include <stdint.h>

#define ORIGIN_SIZE 512		/* of a place as text; a longer one is cut */

struct origin {
	uint32_t before;	/* lines of the parts before this one */
	char *name;
};

struct origins {
	struct origin *list;	/* in the order of the text */
	size_t n, size;
	/*
	 * Instead of a list: what a line is called, which is an entry of its own. Of
	 * a million lines few are ever asked for.
	 */
	void (*name)(const void *of, unsigned line, char buf[ORIGIN_SIZE]);
	const void *of;
};

/* One more part, behind `before` lines; name is the list's from now on. -1: errno. */
int origins_add(struct origins *o, uint32_t before, char *name);

/* Frees the list, and with it the names. */
void origins_free(struct origins *o);

/*
 * "FILE:LINE", or the name of what is but one line. o NULL or empty: the text is
 * one file, which is called `file`. Returns buf.
 */
char *origin_place(const struct origins *o, const char *file, unsigned line,
    char buf[ORIGIN_SIZE]);

/*
 * What another line is called in a message about the line `from`: "line 3", "line 3
 * of FILE", or a name. Returns buf.
 */
char *origin_line(const struct origins *o, unsigned line, unsigned from,
    char buf[ORIGIN_SIZE]);

#endif
