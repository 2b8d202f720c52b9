/*
 * Loaders take the kernel first and the initrds in their order (config.h).
 */
#include <cdb.h>
#include <string.h>

#include "map/kernel.h"
#include "map/once.h"
#include "view/lastfile.h"

static int
is_path(const struct client *c, const char *text, const char *path)
{
	char wanted[CLIENT_PATH_SIZE];

	return client_path(c, text, wanted, sizeof(wanted)) == 0 &&
	    strcmp(wanted, path) == 0;
}

static int
is_last_of(const struct client *c, const struct seen *s)
{
	const char *initrd = c->initrds == 0 ? NULL : c->initrd[c->initrds - 1];

	if (c->once != ONCE_SENT || c->kernel == NULL)
		return 0;
	if (c->preseed == NULL)
		return !s->is_preseed &&
		    is_path(c, initrd == NULL ? c->kernel : initrd, s->found);
	return s->is_preseed && s->wanted.part == PRESEED_AS_INITRD &&
	    is_path(c, c->preseed, s->wanted.text) && (initrd == NULL ?
	    s->wanted.initrd[0] == '\0' : is_path(c, initrd, s->wanted.initrd));
}

/* On any machine. */
static int
is_last_of_any(const struct client *c, const struct seen *s)
{
	unsigned done = 0, archs;
	struct client as;

	if (!kernel_is_by_arch(c))
		return is_last_of(c, s);
	while (kernel_next(c, &done, &as, &archs))
		if (is_last_of(&as, s))
			return 1;
	return 0;
}

int
lastfile_is(const struct client *c, const struct seen *s)
{
	struct client entry;
	size_t at = 0;

	if (c == NULL || s->verdict != VIEW_OPEN || s->found[0] == '\0' ||
	    c->once_state != DONE_ARMED || c->action != CLIENT_BOOT)
		return 0;
	if (!c->menu)
		return is_last_of_any(c, s);
	while (client_menu_next(c, &at, &entry) == 1)
		if (is_last_of_any(&entry, s))
			return 1;
	return 0;
}

/* Of a menu there is none: whatever ends it, ends it. */
uint32_t
lastfile_image(const struct client *c)
{
	return c->once_image == NULL ? 0 : cdb_hash(c->once_image,
	    (unsigned)strlen(c->once_image));
}

int
lastfile_ends(const struct client *c, uint32_t image)
{
	return lastfile_image(c) == image && (c->once == ONCE_SENT ||
	    (c->once == ONCE_NO && once_matters(c)));
}
