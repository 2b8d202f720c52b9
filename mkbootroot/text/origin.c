/*
 * The parts are searched by the lines that stand before them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "mkbootroot/text/origin.h"

int
origins_add(struct origins *o, uint32_t before, char *name)
{
	const size_t size = o->size * 2 + 16;
	struct origin *list;

	if (o->n == o->size) {
		list = reallocarray(o->list, size, sizeof(*list));
		if (list == NULL)
			return -1;
		o->list = list;
		o->size = size;
	}
	o->list[o->n++] = (struct origin){ .before = before, .name = name };
	return 0;
}

void
origins_free(struct origins *o)
{
	while (o->n > 0)
		free(o->list[--o->n].name);
	free(o->list);
	*o = (struct origins){ .list = NULL };
}

/* The part that a line is of; NULL: there are none. */
static const struct origin *
find(const struct origins *o, unsigned line)
{
	size_t low = 0, high, middle;

	if (o == NULL || o->n == 0)
		return NULL;
	/* The last of those with fewer lines before them. */
	for (high = o->n; high - low > 1;) {
		middle = low + (high - low) / 2;
		if (o->list[middle].before < line)
			low = middle;
		else
			high = middle;
	}
	return &o->list[low];
}

char *
origin_place(const struct origins *o, const char *file, unsigned line,
    char buf[ORIGIN_SIZE])
{
	const struct origin *of = find(o, line);

	if (o != NULL && o->name != NULL)
		o->name(o->of, line, buf);
	else if (of == NULL)
		snprintf(buf, ORIGIN_SIZE, "%s:%u", file, line);
	else
		snprintf(buf, ORIGIN_SIZE, "%s:%u", of->name,
		    line - of->before);
	return buf;
}

char *
origin_line(const struct origins *o, unsigned line, unsigned from,
    char buf[ORIGIN_SIZE])
{
	const struct origin *of = find(o, line);

	if (o != NULL && o->name != NULL)
		o->name(o->of, line, buf);
	else if (of == NULL)
		snprintf(buf, ORIGIN_SIZE, "line %u", line);
	else if (of == find(o, from))
		snprintf(buf, ORIGIN_SIZE, "line %u", line - of->before);
	else
		snprintf(buf, ORIGIN_SIZE, "line %u of %s", line - of->before,
		    of->name);
	return buf;
}
