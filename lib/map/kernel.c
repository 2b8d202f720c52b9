/*
 * What a record says for one machine goes before what it says for all.
 */
#include <string.h>

#include "map/bootword.h"
#include "map/kernel.h"
#include "map/kernelarch.h"
#include "map/level.h"
#include "map/mediumargs.h"

#define KERNEL_ALL ((1u << KERNEL_ARCHS) - 1)

static const enum client_level levels[] = {
	CLIENT_OWN, CLIENT_OF_GROUP, CLIENT_OF_IMAGE, CLIENT_OF_DEFAULT
};

#define LEVELS (sizeof(levels) / sizeof(levels[0]))

/* Where the kernel of a machine comes from. */
struct source {
	enum client_level level;
	int is_of_arch;
	int found;
	const char *text;	/* NULL: there is none */
};

/* In a menu the image's words alone count. */
static int
counts(const struct client *c, enum client_level level)
{
	return !c->of_menu || level == CLIENT_OF_IMAGE;
}

/* A record's first field of this tag and arch; the given ones lie first. */
static int
field_of(const struct record *r, enum map_field tag, unsigned arch, int found,
    struct field *f)
{
	size_t pos = 0;

	while (record_next(r, &pos, f) == 1)
		if (f->tag == tag && f->arch == arch &&
		    (found || !f->found))
			return 1;
	return 0;
}

int
kernel_is_by_arch(const struct client *c)
{
	const struct record *r[CLIENT_LEVELS];
	struct field f;

	level_records(c, r);
	for (size_t i = 0; i < LEVELS; i++)
		if (counts(c, levels[i]) && (record_field(r[levels[i]],
		    FIELD_KERNEL_ARCH, &f) || record_field(r[levels[i]],
		    FIELD_INITRD_ARCH, &f)))
			return 1;
	return 0;
}

/* What was found in an image counts unless default's kernel is taken. */
static void
find(const struct client *c, unsigned arch, struct source *s)
{
	const struct record *r[CLIENT_LEVELS];
	const int found = c->kernel_level != CLIENT_OF_DEFAULT;
	struct field f;

	level_records(c, r);
	*s = (struct source){.text = NULL};
	for (size_t i = 0; i < LEVELS; i++) {
		if (!counts(c, levels[i]))
			continue;
		s->level = levels[i];
		s->is_of_arch = field_of(r[levels[i]], FIELD_KERNEL_ARCH,
		    arch, found, &f);
		if (!s->is_of_arch && !field_of(r[levels[i]], FIELD_KERNEL,
		    0, found, &f))
			continue;
		s->found = f.found;
		if (!bootword_is_none(f.text))
			s->text = f.text;
		return;
	}
}

static void
add(struct client *c, const struct record *r, enum map_field tag,
    unsigned arch, int found)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1)
		if (f.tag == tag && f.arch == arch && f.found == found &&
		    !bootword_is_none(f.text) &&
		    c->initrds < CLIENT_INITRD_MAX)
			c->initrd[c->initrds++] = f.text;
}

/* Whether the initrd= of a record belongs to another kernel than this one. */
static int
is_of_another(const struct record *r, const struct source *s)
{
	struct field f;

	return s->is_of_arch && record_field(r, FIELD_KERNEL, &f);
}

/* What the map's line at a level gives. */
static void
add_given(struct client *c, enum client_level level, unsigned arch,
    const struct source *s)
{
	const struct record *r[CLIENT_LEVELS];
	struct field f;

	level_records(c, r);
	if (!counts(c, level))
		return;
	if (field_of(r[level], FIELD_INITRD_ARCH, arch, 0, &f))
		add(c, r[level], FIELD_INITRD_ARCH, arch, 0);
	else if (!is_of_another(r[level], s))
		add(c, r[level], FIELD_INITRD, 0, 0);
}

/* The initrd that was found comes first, as without archs. */
static void
take_initrds(struct client *c, unsigned arch, const struct source *s)
{
	struct client given = *c;

	given.initrds = c->initrds = 0;
	add_given(&given, CLIENT_OF_IMAGE, arch, s);
	add_given(&given, CLIENT_OF_GROUP, arch, s);
	add_given(&given, CLIENT_OWN, arch, s);
	if (given.initrds == 0)
		add_given(&given, CLIENT_OF_DEFAULT, arch, s);
	if (s->found && s->level == CLIENT_OF_IMAGE)
		add(c, &c->image_record, s->is_of_arch ? FIELD_INITRD_ARCH :
		    FIELD_INITRD, s->is_of_arch ? arch : 0, 1);
	for (size_t i = 0; i < given.initrds && c->initrds <
	    CLIENT_INITRD_MAX; i++)
		c->initrd[c->initrds++] = given.initrd[i];
}

void
kernel_for_arch(struct client *c, unsigned arch)
{
	const int place = kernelarch_place(arch);
	struct source s;

	if (place == -1 || c->kernel == NULL || !kernel_is_by_arch(c))
		return;
	find(c, kernel_archs[place], &s);
	c->kernel = s.text;
	c->kernel_found = s.found;
	mediumargs_for_arch(c, kernel_archs[place]);
	if (s.text == NULL)
		c->initrds = 0;
	else
		take_initrds(c, kernel_archs[place], &s);
}

static int
is_same(const struct client *a, const struct client *b)
{
	if (strcmp(a->kernel, b->kernel) != 0 || a->initrds != b->initrds)
		return 0;
	for (size_t i = 0; i < a->initrds; i++)
		if (strcmp(a->initrd[i], b->initrd[i]) != 0)
			return 0;
	return 1;
}

int
kernel_next(const struct client *c, unsigned *done, struct client *as,
    unsigned *archs)
{
	struct client other;

	if (c->kernel == NULL || *done == KERNEL_ALL)
		return 0;
	*as = *c;
	if (!kernel_is_by_arch(c)) {
		*done = *archs = KERNEL_ALL;
		return 1;
	}
	*archs = 0;
	for (unsigned i = 0; i < KERNEL_ARCHS; i++) {
		if (*done & 1u << i)
			continue;
		other = *c;
		kernel_for_arch(&other, kernel_archs[i]);
		if (other.kernel == NULL)
			continue;
		if (*archs == 0)
			*as = other;
		else if (!is_same(as, &other))
			continue;
		*archs |= 1u << i;
		*done |= 1u << i;
	}
	return *archs != 0;
}

/* The first kernel.ARCH= that the lines give, and its level. */
static int
first_given(const struct client *c, enum client_level *level, struct field *f)
{
	const struct record *r[CLIENT_LEVELS];
	size_t pos;

	level_records(c, r);
	for (size_t i = 0; i < LEVELS; i++)
		for (pos = 0; counts(c, levels[i]) &&
		    record_next(r[levels[i]], &pos, f) == 1;)
			if (f->tag == FIELD_KERNEL_ARCH && !f->found &&
			    !bootword_is_none(f->text)) {
				*level = levels[i];
				return 1;
			}
	return 0;
}

int
kernel_is_given(const struct client *c)
{
	enum client_level level;
	struct field f;

	return first_given(c, &level, &f);
}

void
kernel_take_given(struct client *c)
{
	struct field f;

	if (first_given(c, &c->kernel_level, &f))
		c->kernel = f.text;
}
