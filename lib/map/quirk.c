/*
 * quirk= of all records of a client, which are united.
 */
#include <bsd/stdlib.h>
#include <string.h>

#include "map/level.h"

int
client_next(const struct client *c, struct client_each *each,
    enum map_field tag, struct field *f)
{
	const struct record *r[CLIENT_LEVELS];

	level_records(c, r);
	for (; each->level < CLIENT_LEVELS; each->level++, each->pos = 0) {
		if (each->level > CLIENT_OWN &&
		    r[CLIENT_OWN]->bytes == r[each->level]->bytes)
			continue;
		while (record_next(r[each->level], &each->pos, f) == 1)
			if (f->tag == tag)
				return 1;
	}
	return 0;
}

/* The first quirk= that begins with n bytes of a word, NULL: there is none. */
static const char *
quirk_text(const struct client *c, const char *word, size_t n)
{
	struct client_each each = {0};
	struct field f;

	while (client_next(c, &each, FIELD_QUIRK, &f))
		if (strncmp(f.text, word, n) == 0)
			return f.text;
	return NULL;
}

int
client_quirk(const struct client *c, const char *word)
{
	return quirk_text(c, word, strlen(word) + 1) != NULL;
}

unsigned
client_quirk_number(const struct client *c, const char *word)
{
	const char *text = quirk_text(c, word, strlen(word));
	const char *error;
	long long n;

	if (text == NULL)
		return 0;
	n = strtonum(text + strlen(word), 0, UINT16_MAX, &error);
	return error == NULL ? (unsigned)n : 0;
}
