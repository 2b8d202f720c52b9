/*
 * A sorted list: a store's keys come in order when all are read, and afterwards a
 * change moves at most 8 bytes for each key.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/follow/followtable.h"

const char *
followentry_value(const struct followentry *e)
{
	return e->bytes + e->key_n + 1;
}

static int
order(const struct followentry *e, const char *key, size_t n)
{
	const int c = memcmp(e->bytes, key, e->key_n < n ? e->key_n : n);

	return c != 0 ? c : e->key_n < n ? -1 : e->key_n > n;
}

/* The place of the first entry that is not before the key. */
static size_t
place(const struct followtable *t, const char *key, size_t n)
{
	size_t low = 0, high = t->n, middle;

	if (t->n > 0 && order(t->list[t->n - 1], key, n) < 0)
		return t->n;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (order(t->list[middle], key, n) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct followentry *
make(const char *key, size_t key_n, const char *value, size_t value_n)
{
	struct followentry *e = malloc(sizeof(*e) + key_n + value_n + 2);

	if (e == NULL)
		return NULL;
	e->wrong = NULL;
	e->key_n = key_n;
	e->value_n = value_n;
	memcpy(e->bytes, key, key_n);
	e->bytes[key_n] = '\0';
	memcpy(e->bytes + key_n + 1, value, value_n);
	e->bytes[key_n + 1 + value_n] = '\0';
	return e;
}

static int
make_room(struct followtable *t)
{
	const size_t size = t->size + t->size / 2 + 64;
	struct followentry **list;

	if (t->n < t->size)
		return 0;
	if ((list = reallocarray(t->list, size, sizeof(struct followentry *))) ==
	    NULL)
		return -1;
	t->list = list;
	t->size = size;
	return 0;
}

struct followentry *
followtable_set(struct followtable *t, const char *key, size_t key_n,
    const char *value, size_t value_n)
{
	const size_t at = place(t, key, key_n);
	struct followentry *e, *old = NULL;

	if (at < t->n && order(t->list[at], key, key_n) == 0)
		old = t->list[at];
	if (old != NULL && old->value_n == value_n &&
	    memcmp(followentry_value(old), value, value_n) == 0) {
		errno = 0;
		return NULL;
	}
	if ((old == NULL && make_room(t) == -1) ||
	    (e = make(key, key_n, value, value_n)) == NULL) {
		errno = ENOMEM;
		return NULL;
	}
	if (old == NULL) {
		memmove(t->list + at + 1, t->list + at,
		    (t->n - at) * sizeof(struct followentry *));
		t->n++;
	}
	free(old);
	t->list[at] = e;
	return e;
}

struct followentry *
followtable_find(const struct followtable *t, const char *key, size_t key_n)
{
	const size_t at = place(t, key, key_n);

	return at < t->n && order(t->list[at], key, key_n) == 0 ?
	    t->list[at] : NULL;
}

int
followtable_remove(struct followtable *t, const char *key, size_t key_n)
{
	const size_t at = place(t, key, key_n);

	if (at == t->n || order(t->list[at], key, key_n) != 0)
		return 0;
	free(t->list[at]);
	t->n--;
	memmove(t->list + at, t->list + at + 1,
	    (t->n - at) * sizeof(struct followentry *));
	return 1;
}

void
followtable_drop(struct followtable *t, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(t->list[i]);
	if (n > 0)
		memmove(t->list, t->list + n,
		    (t->n - n) * sizeof(struct followentry *));
	t->n -= n;
}

void
followtable_free(struct followtable *t)
{
	while (t->n > 0)
		free(t->list[--t->n]);
	free(t->list);
	*t = (struct followtable){ .list = NULL };
}
