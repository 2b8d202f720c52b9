/*
 * The images that the text names, each searched once; and which of them an
 * entry's clients boot.
 */
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/check/imagemeant.h"
#include "mkbootroot/check/mapcheck.h"

static int
image_order(const void *a, const void *b)
{
	const struct image_use *x = a, *y = b;

	return strcmp(x->name, y->name);
}

struct image_use *
check_image(const struct check *c, const char *name)
{
	struct image_use key;
	void *found;

	if (c->recent != NULL && strcmp(c->recent->name, name) == 0)
		return c->recent;
	if (strlen(name) > MAP_NAME_MAX)
		return NULL;
	strcpy(key.name, name);
	found = tfind(&key, &c->images, image_order);
	return found == NULL ? NULL : *(struct image_use **)found;
}

struct image_use *
check_use_image(struct check *c, const char *name, struct mapentry *e)
{
	struct image_use *u;
	int exists;

	if ((u = check_image(c, name)) == NULL) {
		if ((u = calloc(1, sizeof(*u))) == NULL)
			return NULL;
		snprintf(u->name, sizeof(u->name), "%s", name);
		if ((exists = image_scan(c->rootfd, name, &u->found)) == -1 ||
		    tsearch(u, &c->images, image_order) == NULL) {
			free(u);
			return NULL;
		}
		if (!(u->exists = exists))
			image_meant(c->rootfd, name, u->meant,
			    sizeof(u->meant));
		*c->last = u;
		c->last = &u->next;
	}
	if (u->first == NULL)
		u->first = e;
	c->recent = u;
	return u;
}

static int
has_action(const struct mapentry *e)
{
	return entry_has(e, FIELD_BOOT) || entry_has(e, FIELD_LOCAL) ||
	    entry_has(e, FIELD_IGNORE);
}

const struct mapentry *
check_acting(const struct check *c, const struct mapentry *e)
{
	const unsigned char letter = *entry_key(c->text, e);
	const struct mapentry *other;

	if (has_action(e))
		return e;
	if (!map_key_is(letter, KEY_CLIENTS))
		return NULL;
	if ((other = entry_group(c->text, e)) != NULL && has_action(other))
		return other;
	if ((other = check_net_of(c, e)) != NULL && has_action(other))
		return other;
	return c->default_entry;
}

/* Whether it is the net that says what an entry's clients do, and which is not known. */
static int
may_be_on_any(const struct check *c, const struct mapentry *e)
{
	const unsigned char letter = *entry_key(c->text, e);

	return map_key_is(letter, KEY_CLIENTS) && letter != MAP_KEY_DEFAULT &&
	    !entry_has(e, FIELD_IP) && check_acting(c, e) == c->default_entry;
}

int
check_next_net(struct check *c, const struct mapentry *e, size_t *at)
{
	const struct mapentry *net;

	c->on_net = NULL;
	if (*at == 0) {
		*at = 1;
		return 1;
	}
	if (!may_be_on_any(c, e))
		return 0;
	do
		net = check_net(c, (*at)++ - 1);
	while (net != NULL && !has_action(net));
	c->on_net = net;
	return net != NULL;
}

int
check_is_client(const struct check *c, const struct mapentry *e)
{
	const unsigned char letter = *entry_key(c->text, e);

	return map_key_is(letter, KEY_CLIENTS) || ((letter == MAP_KEY_NET ||
	    letter == MAP_KEY_GROUP) && has_action(e));
}

/* boot= for an entry's clients; NULL: their action is another. */
static const char *
boot_of(const struct check *c, const struct mapentry *e)
{
	struct record r;
	struct field f;

	if ((e = check_acting(c, e)) == NULL || !entry_has(e, FIELD_BOOT))
		return NULL;
	entry_record(c->text, e, &r);
	record_field(&r, FIELD_BOOT, &f);
	return f.text;
}

const char *
check_image_of(const struct check *c, const struct mapentry *e)
{
	const char *boot = boot_of(c, e);

	return boot == NULL || strcmp(boot, MAP_IMAGE_MENU) == 0 ? NULL :
	    boot;
}

int
check_has_menu(const struct check *c, const struct mapentry *e)
{
	const char *boot = boot_of(c, e);

	return boot != NULL && strcmp(boot, MAP_IMAGE_MENU) == 0;
}

void
check_images_free(struct check *c)
{
	struct image_use *u;

	while ((u = c->first) != NULL) {
		c->first = u->next;
		tdelete(u, &c->images, image_order);
		free(u);
	}
}
