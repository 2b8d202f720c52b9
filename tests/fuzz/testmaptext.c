/*
 * A text of clients(5) as such a map.
 */
#include "mkbootroot/text/mapfile.h"
#include "must.h"
#include "testmap.h"

/* An index key, which points at the record of another. */
static void
add_index(struct testmap *t, unsigned char letter, const struct field *f,
    const struct record *r)
{
	unsigned char key[MAP_KEY_MAX];

	testmap_add(t, key, map_key(key, letter, f->text, f->n), r->key,
	    r->key_n);
}

static void
add_entry(struct testmap *t, const struct record *r)
{
	unsigned char sealed[MAP_RECORD_MAX];
	struct field f;

	memcpy(sealed + RECORD_START, r->bytes, r->n);
	record_seal(sealed, RECORD_START + r->n);
	testmap_add(t, r->key, r->key_n, sealed, RECORD_START + r->n);
	if (record_field(r, FIELD_NAME, &f))
		add_index(t, MAP_KEY_NAME, &f, r);
	if (record_field(r, FIELD_IP, &f))
		add_index(t, MAP_KEY_ADDRESS, &f, r);
	if (record_field(r, FIELD_MAC, &f))
		add_index(t, MAP_KEY_CARD, &f, r);
}

void
testmap_add_text(struct testmap *t, const char *text)
{
	static struct mapfile m;
	struct mistakes mistakes = {0};
	struct record r;

	mapfile_begin(&m, &mistakes);
	must(mapfile_feed(&m, text, strlen(text)) == 0 &&
	    mapfile_end(&m) == 0, "cannot parse the map");
	if (mistakes.n > 0)
		must(0, mistakes.list[0].text);
	for (size_t i = 0; i < m.n; i++) {
		entry_record(&m, &m.entry[i], &r);
		add_entry(t, &r);
	}
	mapfile_free(&m);
	mistakes_free(&mistakes);
}
