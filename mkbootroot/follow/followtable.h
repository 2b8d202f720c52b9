/*
 * Keys of a store and what they hold, in the order of their bytes. Pure.
 */
#ifndef FOLLOWTABLE_H
#define FOLLOWTABLE_H

#include <stddef.h>

struct followentry {
	const char *wrong;	/* why it cannot be used; NULL: it can. The caller's */
	size_t key_n, value_n;
	char bytes[];		/* the key, a NUL, the value, a NUL */
};

struct followtable {
	struct followentry **list;
	size_t n, size;
};

/* Puts the value under the key. The entry, or, where it held that already, NULL with
 * errno 0. NULL with another errno: no memory, and nothing has changed. */
struct followentry *followtable_set(struct followtable *t, const char *key,
    size_t key_n, const char *value, size_t value_n);

/* 1: it is gone; 0: there was none. */
int followtable_remove(struct followtable *t, const char *key, size_t key_n);

/* The first n are gone. */
void followtable_drop(struct followtable *t, size_t n);

/* NULL: there is none. */
struct followentry *followtable_find(const struct followtable *t,
    const char *key, size_t key_n);

void followtable_free(struct followtable *t);

const char *followentry_value(const struct followentry *e);

#endif
