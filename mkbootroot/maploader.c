/*
 * Whether an image can be started at all: by a loader of its own, by one
 * that a line names, or by the image loaders.
 */
#include <string.h>
#include <sys/stat.h>

#include "beneath.h"
#include "mapcheck.h"

int
check_loaders(struct check *c)
{
	struct stat st;

	if (beneath_stat(c->rootfd, MAP_IMAGE_LOADERS, &st) == -1 ||
	    !S_ISDIR(st.st_mode))
		return 0;
	return check_use_image(c, MAP_IMAGE_LOADERS) == NULL ? -1 : 0;
}

int
check_has_loader(const struct check *c, const struct image_use *u)
{
	struct record line;
	struct field f;

	if (u->found.files > 0)
		return 1;
	if (u->line == NULL)
		return 0;
	entry_record(c->text, u->line, &line);
	return record_field(&line, FIELD_FILE, &f) ||
	    record_field(&line, FIELD_IPXE, &f);
}

/* Whether the image loaders has some, or a client's line names its own. */
static int
has_other_loader(const struct check *c, const struct record *r)
{
	const struct image_use *loaders = check_image(c, MAP_IMAGE_LOADERS);
	struct field f;

	return record_field(r, FIELD_FILE, &f) ||
	    record_field(r, FIELD_IPXE, &f) ||
	    (loaders != NULL && check_has_loader(c, loaders));
}

void
check_for_loader(struct check *c, const struct mapentry *e,
    const struct record *r, const struct image_use *u)
{
	if (u->exists && !u->rendered && !check_has_loader(c, u) &&
	    !has_other_loader(c, r))
		mistake_warn(c->mistakes, e->line, "boot=%s: the image has "
		    "no loader that is known by name", u->name);
}
