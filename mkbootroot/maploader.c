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
	return check_use_image(c, MAP_IMAGE_LOADERS, NULL) == NULL ? -1 : 0;
}

int
check_names_loader(const struct mapentry *e)
{
	return entry_has(e, FIELD_FILE) || entry_has(e, FIELD_IPXE);
}

int
check_has_loader(const struct image_use *u)
{
	return u->found.files > 0 ||
	    (u->line != NULL && check_names_loader(u->line));
}

/* Whether the image loaders has some, or the client's line or default's. */
static int
has_other_loader(const struct check *c, const struct mapentry *e)
{
	const struct image_use *loaders = check_image(c, MAP_IMAGE_LOADERS);

	return check_names_loader(e) ||
	    (c->default_entry != NULL &&
	    check_names_loader(c->default_entry)) ||
	    (loaders != NULL && check_has_loader(loaders));
}

void
check_for_loader(struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	if (u->exists && !u->rendered && !check_has_loader(u) &&
	    !has_other_loader(c, e))
		mistake_warn(c->mistakes, e->line, "boot=%s: the image has "
		    "no loader that is known", u->name);
}
