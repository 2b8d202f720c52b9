/*
 * Words about boot files, in one record and over the records of a client.
 */
#include <string.h>

#include "map/bootword.h"
#include "map/level.h"

const char *
bootword_file(const struct record *r, enum map_field tag, unsigned arch)
{
	struct field f;
	size_t pos;

	for (int found = 0; found <= 1; found++)
		for (pos = 0; record_next(r, &pos, &f) == 1;)
			if (f.tag == tag && f.arch == arch &&
			    f.found == found)
				return f.text;
	return NULL;
}

/* Whether a loader would get generated configuration from us. */
static int
is_configured(const struct client *c)
{
	return c->action == CLIENT_LOCAL ||
	    (c->action == CLIENT_BOOT && (c->menu || c->kernel != NULL));
}

int
bootword_counts(const struct client *c, const struct record *r)
{
	struct field f;

	if (c->action != CLIENT_LOCAL)
		return 1;
	if (r == &c->default_record)
		return 0;
	if (r == &c->group_record && level_action(r, &f) == CLIENT_BOOT)
		return 0;
	return (r != &c->own && r != &c->group_record) || c->once == ONCE_NO;
}

const char *
bootword_loader(const struct client *c, enum map_field tag, unsigned arch)
{
	const struct record *const levels[] = {&c->own, &c->group_record,
	    &c->image_record, &c->default_record};
	const char *file = NULL;

	if (c->of_menu)
		return bootword_file(&c->image_record, tag, arch);
	for (size_t i = 0; i < 4 && file == NULL; i++)
		if (bootword_counts(c, levels[i]))
			file = bootword_file(levels[i], tag, arch);
	if (file == NULL && is_configured(c))
		file = bootword_file(&c->loaders_record, tag, arch);
	return file;
}

const char *
bootword_loader_file(const struct client *c, enum map_field tag,
    unsigned arch)
{
	const char *file = bootword_loader(c, tag, arch);

	return bootword_is_none(file) ? NULL : file;
}

int
bootword_is_given(const struct record *r, unsigned arch)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1)
		if (f.tag == FIELD_FILE && f.arch == arch && !f.found)
			return 1;
	return 0;
}

const char *
bootword_ipxe(const struct client *c, unsigned arch, int *is_of_arch)
{
	const struct record *const levels[] = {&c->own, &c->group_record,
	    &c->image_record, &c->default_record};
	const char *text;
	struct field f;

	for (size_t i = 0; i < 4; i++) {
		if (!bootword_counts(c, levels[i]))
			continue;
		text = bootword_file(levels[i], FIELD_IPXE_ARCH, arch);
		if (is_of_arch != NULL)
			*is_of_arch = text != NULL;
		if (text != NULL)
			return text;
		if (record_field(levels[i], FIELD_IPXE, &f))
			return f.text;
	}
	return NULL;
}

int
bootword_says(const struct record *r, enum map_field tag, unsigned arch,
    const char *word)
{
	const char *text = bootword_file(r, tag, arch);

	return text != NULL && strcmp(text, word) == 0;
}

int
bootword_is_none(const char *text)
{
	return text != NULL && strcmp(text, MAP_NONE) == 0;
}

/* Which of a client's records a text lies in. */
static size_t
level_of(const struct client *c, const char *text)
{
	const struct record *const levels[] = {&c->own, &c->group_record,
	    &c->image_record, &c->default_record, &c->loaders_record};
	const unsigned char *p = (const unsigned char *)text;
	const size_t n = sizeof(levels) / sizeof(levels[0]);
	size_t i = text == NULL ? n : 0;

	while (i < n && (levels[i]->bytes == NULL || p < levels[i]->bytes ||
	    p >= levels[i]->bytes + levels[i]->n))
		i++;
	return i;
}

int
bootword_is_first(const struct client *c, const char *one, const char *other)
{
	return level_of(c, one) <= level_of(c, other);
}

int
bootword_has_loader(const struct record *r)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1)
		if ((f.tag == FIELD_FILE || f.tag == FIELD_CLASS_FILE) &&
		    !bootword_is_none(f.text) && strncmp(f.text, "tftp://", 7) != 0)
			return 1;
	return 0;
}
