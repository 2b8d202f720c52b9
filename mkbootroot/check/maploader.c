/*
 * Whether an image can be started at all: by a loader of its own, by one
 * that a line names, or by the image loaders.
 */
#include <string.h>
#include <sys/stat.h>

#include "file/beneath.h"
#include "map/bootword.h"
#include "mkbootroot/check/mapcheck.h"

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
check_is_bootfile(const struct field *f)
{
	return f->tag == FIELD_FILE || f->tag == FIELD_IPXE ||
	    f->tag == FIELD_IPXE_ARCH || f->tag == FIELD_CLASS_FILE;
}

int
check_has_bootfile(const struct mapentry *e)
{
	return entry_has(e, FIELD_FILE) || entry_has(e, FIELD_IPXE) ||
	    entry_has(e, FIELD_IPXE_ARCH) || entry_has(e, FIELD_CLASS_FILE);
}

int
check_bootfile_is(const struct check *c, const struct mapentry *e,
    int (*is)(const struct field *f))
{
	struct record r;
	struct field f;
	size_t pos = 0;

	if (!check_has_bootfile(e))
		return 0;
	entry_record(c->text, e, &r);
	while (record_next(&r, &pos, &f) == 1)
		if (check_is_bootfile(&f) && is(&f))
			return 1;
	return 0;
}

static int
is_file(const struct field *f)
{
	return !bootword_is_none(f->text);
}

static int
names_loader(const struct check *c, const struct mapentry *e)
{
	return check_bootfile_is(c, e, is_file);
}

int
check_has_loader(const struct check *c, const struct image_use *u)
{
	return u->found.files > 0 ||
	    (u->line != NULL && names_loader(c, u->line));
}

/* Whether the client's line, its group's or default's names one. */
static int
names_loader_of(const struct check *c, const struct mapentry *e)
{
	return names_loader(c, e) ||
	    (entry_group(c->text, e) != NULL &&
	    names_loader(c, entry_group(c->text, e))) ||
	    (c->default_entry != NULL &&
	    names_loader(c, c->default_entry));
}

/* Or the image loaders has some. */
static int
has_other_loader(const struct check *c, const struct mapentry *e)
{
	const struct image_use *loaders = check_image(c, MAP_IMAGE_LOADERS);

	return names_loader_of(c, e) ||
	    (loaders != NULL && check_has_loader(c, loaders));
}

/* Whether a line, its group's, its image's or default's names a kernel. */
static int
names_kernel(const struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	const struct mapentry *const lines[] = { e, entry_group(c->text, e),
	    u->line, c->default_entry };

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (lines[i] != NULL && (entry_has(lines[i], FIELD_KERNEL) ||
		    entry_has(lines[i], FIELD_KERNEL_ARCH)))
			return 1;
	return 0;
}

/* The image loaders is of no use to who has no kernel. */
static int
has_nothing(const struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	return u->found.kernel[0] == '\0' && u->found.kernels == 0 &&
	    !u->found.is_pi && !check_has_loader(c, u) &&
	    !names_loader_of(c, e) && !names_kernel(c, e, u);
}

void
check_for_loader(struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	if (u->exists && !u->rendered && has_nothing(c, e, u)) {
		mistake_warn(c->mistakes, e->line, "boot=%s: the image has no "
		    "known kernel and no known loader", u->name);
		return;
	}
	if (u->exists && !u->rendered && !check_has_loader(c, u) &&
	    !has_other_loader(c, e))
		mistake_warn(c->mistakes, e->line, "boot=%s: the image has no "
		    "known loader", u->name);
}
