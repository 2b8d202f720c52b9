/*
 * The records of a client, from the more particular to the more general.
 */
#include <string.h>

#include "map/level.h"

void
level_records(const struct client *c, const struct record *r[CLIENT_LEVELS])
{
	r[CLIENT_OWN] = &c->own;
	r[CLIENT_OF_GROUP] = &c->group_record;
	r[CLIENT_OF_IMAGE] = &c->image_record;
	r[CLIENT_OF_NET] = &c->net_record;
	r[CLIENT_OF_DEFAULT] = &c->default_record;
}

enum client_action
level_action(const struct record *r, struct field *f)
{
	size_t pos = 0;

	while (record_next(r, &pos, f) == 1) {
		if (f->tag == FIELD_BOOT)
			return CLIENT_BOOT;
		if (f->tag == FIELD_LOCAL)
			return CLIENT_LOCAL;
		if (f->tag == FIELD_IGNORE)
			return CLIENT_IGNORE;
	}
	return CLIENT_NONE;
}

void
level_tell(const struct client *c, enum client_level level,
    enum client_use use, const struct field *f)
{
	if (c->trace != NULL && c->trace->word != NULL)
		c->trace->word(c->trace->of, level, use, f);
}

int
level_first(const struct client *c, unsigned levels, enum map_field tag,
    enum client_level *level, struct field *f)
{
	const struct record *r[CLIENT_LEVELS];

	level_records(c, r);
	for (int i = 0; i < CLIENT_LEVELS; i++)
		if ((levels & 1u << i) && record_field(r[i], tag, f)) {
			*level = (enum client_level)i;
			return 1;
		}
	return 0;
}

int
level_take(const struct client *c, unsigned levels, enum map_field tag,
    struct field *f)
{
	enum client_level level;

	if (!level_first(c, levels, tag, &level, f))
		return 0;
	level_tell(c, level, CLIENT_TAKES, f);
	return 1;
}

const char *
level_text(const struct client *c, unsigned levels, enum map_field tag)
{
	struct field f;

	return level_take(c, levels, tag, &f) ? f.text : NULL;
}

int
level_address(const struct client *c, unsigned levels, enum map_field tag,
    struct in_addr *a)
{
	struct field f;

	if (!level_take(c, levels, tag, &f))
		return 0;
	memcpy(a, f.text, sizeof(*a));
	return 1;
}
