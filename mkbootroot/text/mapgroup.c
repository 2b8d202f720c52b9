/*
 * The groups are few, and their clients many: the names are sorted, and each group=
 * is looked for among them.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/text/mapgroup.h"

struct group {
	uint32_t place;		/* of its entry, from 1 */
	char name[MAP_KEY_MAX];
};

struct groups {
	struct group *group;
	size_t n, size;
};

static int
order(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Adds the group of an entry. 0; -1: errno. */
static int
take(struct groups *g, const struct mapfile *m, size_t i)
{
	const struct mapentry *e = &m->entry[i];
	struct group *more, *new;
	int n;

	if (g->n == g->size) {
		g->size = 2 * g->size + 16;
		more = reallocarray(g->group, g->size, sizeof(*more));
		if (more == NULL)
			return -1;
		g->group = more;
	}
	new = &g->group[g->n++];
	new->place = (uint32_t)i + 1;
	n = map_key_bytes(entry_key(m, e), e->key_n,
	    (unsigned char *)new->name);
	new->name[n == -1 ? 0 : n] = '\0';
	return 0;
}

static void
find(const struct groups *g, struct mapfile *m, struct mapentry *e)
{
	const struct group *found = NULL;
	struct group key = { .place = 0 };
	struct record r;
	struct field f;

	entry_record(m, e, &r);
	if (!record_field(&r, FIELD_GROUP, &f) || f.n > MAP_NAME_MAX)
		return;
	memcpy(key.name, f.text, f.n + 1);
	if (g->n > 0)
		found = bsearch(&key, g->group, g->n, sizeof(key), order);
	if (found != NULL) {
		e->group = found->place;
		return;
	}
	mistake_add(m->mistakes, e->line, "group=%s: there is no line \"group "
	    "%s\"", f.text, f.text);
	e->bad = 1;
}

int
groups_find(struct mapfile *m)
{
	struct groups g = { .n = 0 };
	int result = 0;
	size_t i;

	for (i = 0; i < m->n && result == 0; i++)
		if (*entry_key(m, &m->entry[i]) == MAP_KEY_GROUP)
			result = take(&g, m, i);
	if (g.n > 0)
		qsort(g.group, g.n, sizeof(*g.group), order);
	for (i = 0; i < m->n && result == 0; i++)
		if (entry_has(&m->entry[i], FIELD_GROUP))
			find(&g, m, &m->entry[i]);
	free(g.group);
	return result;
}
