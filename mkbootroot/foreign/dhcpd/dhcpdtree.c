/*
 * The memory of what is read: it is given back as a whole.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdtree.h"

struct dhcpd_chunk {
	struct dhcpd_chunk *next;
	size_t used, size;
	max_align_t bytes[];
};

#define CHUNK_SIZE 65536

void *
tree_new(struct dhcpd *d, size_t n)
{
	struct dhcpd_chunk *c = d->chunk;
	const size_t step = sizeof(max_align_t);
	unsigned char *at;

	n = (n + step - 1) / step * step;
	if (c == NULL || c->size - c->used < n) {
		const size_t size = n > CHUNK_SIZE ? n : CHUNK_SIZE;

		if ((c = calloc(1, sizeof(*c) + size)) == NULL) {
			d->im->no_memory = 1;
			return NULL;
		}
		c->size = size;
		c->next = d->chunk;
		d->chunk = c;
	}
	at = (unsigned char *)c->bytes + c->used;
	c->used += n;
	return at;
}

char *
tree_text(struct dhcpd *d, const char *text, size_t n)
{
	char *copy = tree_new(d, n + 1);

	if (copy != NULL)
		memcpy(copy, text, n);
	return copy;
}

char *
tree_between(struct dhcpd *d, const char *text, const char *end)
{
	size_t n;

	if (*text == '"' && text < end)
		text++;
	n = (size_t)(end - text);
	while (n > 0 && strchr(" \t\r\n\"", text[n - 1]) != NULL)
		n--;
	return tree_text(d, text, n);
}

void
tree_free(struct dhcpd *d)
{
	struct dhcpd_chunk *next;

	for (; d->chunk != NULL; d->chunk = next) {
		next = d->chunk->next;
		free(d->chunk);
	}
	free(d->space);
	free(d->sorted);
	free(d->file);
}

void
scope_begin(struct dhcpd_scope *s, struct dhcpd_scope *up)
{
	s->up = up;
	s->first = NULL;
	s->end = &s->first;
	s->cases = CASES_NONE;
	s->network = NULL;
	s->subnet = NULL;
}

void
scope_add(struct dhcpd_scope *s, struct dhcpd_statement *statement)
{
	*s->end = statement;
	s->end = &statement->next;
}

struct dhcpd_class *
class_find(const struct dhcpd *d, const char *name)
{
	struct dhcpd_class *c;

	for (c = d->class; c != NULL; c = c->next)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

void
file_note(struct dhcpd *d, unsigned from)
{
	const size_t size = d->files_size + d->files_size / 2 + 64;
	unsigned *file;

	if (d->files > 0 && d->file[d->files - 1] == from)
		return;
	if (d->files == d->files_size) {
		file = reallocarray(d->file, size, sizeof(*file));
		if (file == NULL) {
			d->im->no_memory = 1;
			return;
		}
		d->file = file;
		d->files_size = size;
	}
	d->file[d->files++] = from;
}
