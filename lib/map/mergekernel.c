/*
 * What is started: the kernel with its arguments and initrds, out of up to five
 * records.
 */
#include <stdio.h>
#include <string.h>

#include "map/bootword.h"
#include "map/kernel.h"
#include "map/level.h"
#include "map/mediumargs.h"
#include "map/merge.h"

#define LINES (1u << CLIENT_OWN | 1u << CLIENT_OF_GROUP)

/* Whether the record has any. */
static int
add_args(struct client *c, enum client_level level)
{
	const struct record *r[CLIENT_LEVELS];
	size_t n = strlen(c->args);
	const char *text;
	struct field f;
	int alone;

	level_records(c, r);
	/* What was found lies behind what the line gives. */
	if (!record_field(r[level], FIELD_ARGS, &f) || f.found)
		return 0;
	alone = f.text[0] == '!';
	text = f.text + alone;
	level_tell(c, level, alone ? CLIENT_TAKES_ALONE : CLIENT_TAKES, &f);
	if (alone)
		n = 0;
	snprintf(c->args + n, sizeof(c->args) - n, "%s%s",
	    n > 0 && *text != '\0' ? " " : "", text);
	return 1;
}

static void
add_initrds(struct client *c, enum client_level level, int found)
{
	const struct record *r[CLIENT_LEVELS];
	struct field f;
	size_t pos = 0;

	level_records(c, r);
	while (record_next(r[level], &pos, &f) == 1)
		if (f.tag == FIELD_INITRD && f.found == found &&
		    c->initrds < CLIENT_INITRD_MAX) {
			c->initrd[c->initrds++] = f.text;
			level_tell(c, level, CLIENT_TAKES, &f);
		}
}

void
merge_args(struct client *c)
{
	int any = add_args(c, CLIENT_OF_IMAGE);

	any |= add_args(c, CLIENT_OF_GROUP);
	any |= add_args(c, CLIENT_OWN);
	if (!any)
		add_args(c, CLIENT_OF_DEFAULT);
	add_initrds(c, CLIENT_OF_IMAGE, 0);
	if (c->of_menu)
		return;
	add_initrds(c, CLIENT_OF_GROUP, 0);
	add_initrds(c, CLIENT_OWN, 0);
	if (c->initrds == 0)
		add_initrds(c, CLIENT_OF_DEFAULT, 0);
}

/*
 * A kernel that was found, not named, is used only where the map has
 * something to say to it, or the image has no configuration of its own that
 * anybody would ask for.
 */
static int
found_is_wanted(const struct client *c)
{
	struct field f;

	return c->of_menu || c->args[0] != '\0' || c->initrds > 0 ||
	    c->preseed != NULL || c->answers_n > 0 || kernel_is_given(c) ||
	    mediumargs(c) != NULL ||
	    !record_field(&c->image_record, FIELD_OWN_CONFIG, &f) ||
	    (!bootword_has_loader(&c->image_record) &&
	    !bootword_has_loader(&c->group_record) &&
	    !bootword_has_loader(&c->own));
}

void
merge_found_kernel(struct client *c)
{
	const char *named[CLIENT_INITRD_MAX];
	const size_t named_n = c->initrds;
	struct field f;

	if (!record_field(&c->image_record, FIELD_KERNEL, &f))
		return;
	c->kernel = f.text;
	c->kernel_found = 1;
	c->kernel_level = CLIENT_OF_IMAGE;
	level_tell(c, CLIENT_OF_IMAGE, CLIENT_TAKES, &f);
	/* The initrd that was found comes first, then what the map adds. */
	memcpy(named, c->initrd, sizeof(named));
	c->initrds = 0;
	add_initrds(c, CLIENT_OF_IMAGE, 1);
	for (size_t i = 0; i < named_n && c->initrds < CLIENT_INITRD_MAX; i++)
		c->initrd[c->initrds++] = named[i];
}

void
merge_kernel(struct client *c)
{
	const unsigned levels = 1u << CLIENT_OF_IMAGE |
	    (c->of_menu ? 0 : LINES);
	enum client_level level;
	struct field f;
	int found;

	if (c->menu)
		return;
	found = level_first(c, levels, FIELD_KERNEL, &level, &f);
	if (found && f.found && !found_is_wanted(c)) {
		level_tell(c, level, CLIENT_LEAVES, &f);
		found = 0;
	}
	if (found && f.found)
		merge_found_kernel(c);
	else if (found) {
		c->kernel = f.text;
		c->kernel_level = level;
		level_tell(c, level, CLIENT_TAKES, &f);
	} else if (!c->of_menu) {
		c->kernel = level_text(c, 1u << CLIENT_OF_DEFAULT,
		    FIELD_KERNEL);
		c->kernel_level = CLIENT_OF_DEFAULT;
	}
	if (c->kernel == NULL)
		kernel_take_given(c);
}
