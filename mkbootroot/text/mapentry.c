/*
 * An entry of the text: its key, its record, and what its line says.
 */
#include <string.h>

#include "mkbootroot/text/mapfile.h"

const unsigned char *
entry_key(const struct mapfile *m, const struct mapentry *e)
{
	return m->arena + e->at;
}

void
entry_record(const struct mapfile *m, const struct mapentry *e,
    struct record *r)
{
	r->bytes = m->arena + e->at + e->key_n + RECORD_START;
	r->n = (size_t)e->n - RECORD_START;
	memcpy(r->key, entry_key(m, e), e->key_n);
	r->key_n = e->key_n;
}

int
entry_has(const struct mapentry *e, enum map_field tag)
{
	return (e->tags >> tag & 1) != 0;
}

const struct mapentry *
entry_group(const struct mapfile *m, const struct mapentry *e)
{
	return e->group == 0 ? NULL : &m->entry[e->group - 1];
}

const char *
entry_image(const struct mapfile *m, const struct mapentry *e,
    char name[MAP_KEY_MAX])
{
	int n;

	if (*entry_key(m, e) != MAP_KEY_IMAGE)
		return NULL;
	n = map_key_bytes(entry_key(m, e), e->key_n, (unsigned char *)name);
	name[n == -1 ? 0 : n] = '\0';
	return name;
}
