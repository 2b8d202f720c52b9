/*
 * Names with a preseed behind them: made, and known again.
 */
#include <stdio.h>
#include <string.h>

#include "map/kernel.h"
#include "map/preseedname.h"

#define END ".preseed"
#define OTHER_END ".answers"	/* of as many bytes */

/* What the archive is behind: the last initrd, or else the image's folder. */
static int
folder_of(const struct client *c, char buf[CLIENT_PATH_SIZE])
{
	if (c->initrds > 0)
		return client_path(c, c->initrd[c->initrds - 1], buf,
		    CLIENT_PATH_SIZE);
	snprintf(buf, CLIENT_PATH_SIZE, "%s", c->image == NULL ? "" :
	    c->image);
	return 0;
}

/* "01-52-54-00-12-34-56.preseed", or "boot.preseed". */
static void
base_of(const struct client *c, char buf[40])
{
	const char *end = c->preseed_kind == ANSWERS_PRESEED ? END : OTHER_END;
	const unsigned char *m = c->mac;

	if (c->has_mac)
		snprintf(buf, 40, "01-%02x-%02x-%02x-%02x-%02x-%02x%s",
		    m[0], m[1], m[2], m[3], m[4], m[5], end);
	else
		snprintf(buf, 40, "boot%s", end);
}

int
preseed_initrd_name(const struct client *c, char buf[CLIENT_PATH_SIZE])
{
	char folder[CLIENT_PATH_SIZE], base[40];
	int n;

	if (folder_of(c, folder) == -1)
		return -1;
	base_of(c, base);
	n = snprintf(buf, CLIENT_PATH_SIZE, "%s%s%s", folder,
	    folder[0] == '\0' ? "" : "/", base);
	return n < 0 || n >= CLIENT_PATH_SIZE ? -1 : 0;
}

/* "folder/base" cut in two: n bytes of folder; returns the base. */
static const char *
cut(const char *path, size_t *n)
{
	const char *slash = strrchr(path, '/');

	*n = slash == NULL ? 0 : (size_t)(slash - path);
	return slash == NULL ? path : slash + 1;
}

static int
is_folder(const char *path, size_t n, const char *folder)
{
	return strlen(folder) == n && memcmp(path, folder, n) == 0;
}

/* Any MAC's name will do: it is this client that asks. */
static int
is_base(const char *base)
{
	const size_t n = strlen(base), end = strlen(END);

	return (n == 20 + end || n == 4 + end) &&
	    (strcmp(base + n - end, END) == 0 ||
	    strcmp(base + n - end, OTHER_END) == 0);
}

/* preseed/url=tftp://HOST makes the installer ask in this folder. */
static int
is_installer_folder(const char *path, size_t n)
{
	return n > 4 && memcmp(path, "d-i/", 4) == 0 &&
	    memchr(path + 4, '/', n - 4) == NULL;
}

void
preseed_begin(const struct client *c, struct preseed_wanted *w)
{
	w->part = PRESEED_NOTHING;
	w->kind = ANSWERS_NONE;
	w->text[0] = w->initrd[0] = '\0';
	w->once = c->once;
	w->of_menu = c->of_menu;
	w->image = c->image;
	w->http = c->http;
	w->server = c->server;
	w->has_server = c->has_server;
}

/* The same for one client, or one image of a menu, on one machine. */
static enum preseed_part
part_on(const struct client *c, const char *path, struct preseed_wanted *w)
{
	const char *base;
	size_t n;

	preseed_begin(c, w);
	w->kind = c->preseed_kind;
	if (c->preseed == NULL ||
	    client_path(c, c->preseed, w->text, sizeof(w->text)) == -1)
		return PRESEED_NOTHING;
	base = cut(path, &n);
	if (is_base(base)) {
		if (folder_of(c, w->initrd) == -1 ||
		    !is_folder(path, n, w->initrd))
			return PRESEED_NOTHING;
		if (c->initrds == 0)
			w->initrd[0] = '\0';
		return PRESEED_AS_INITRD;
	}
	if (strcmp(path, w->text) == 0)
		return PRESEED_AS_TEXT;
	if (strcmp(base, answers_name(c->preseed_kind)) != 0)
		return PRESEED_NOTHING;
	return (c->image != NULL && is_folder(path, n, c->image)) ||
	    (!c->of_menu && (n == 0 || is_installer_folder(path, n))) ?
	    PRESEED_AS_TEXT : PRESEED_NOTHING;
}

/* Each machine's initrd has a preseed behind it. */
static enum preseed_part
part_for(const struct client *c, const char *path, struct preseed_wanted *w)
{
	enum preseed_part part = part_on(c, path, w);
	unsigned done = 0, archs;
	struct client as;

	if (part != PRESEED_NOTHING || !kernel_is_by_arch(c))
		return part;
	while (part == PRESEED_NOTHING && kernel_next(c, &done, &as, &archs))
		part = part_on(&as, path, w);
	return part;
}

/* Most names can be told apart without a look at the menu's images. */
static int
may_be_preseed(const char *path)
{
	size_t n;
	const char *base = cut(path, &n);

	return is_base(base) ||
	    strcmp(base, answers_name(ANSWERS_PRESEED)) == 0 ||
	    strcmp(base, answers_name(ANSWERS_KICKSTART)) == 0;
}

void
preseed_for_name(const struct client *c, const char *path,
    struct preseed_wanted *w)
{
	struct client entry;
	size_t at = 0;

	preseed_begin(c, w);
	if (c->action != CLIENT_BOOT)
		return;
	if (!c->menu) {
		w->part = part_for(c, path, w);
		return;
	}
	if (!may_be_preseed(path))
		return;
	while (w->part == PRESEED_NOTHING &&
	    client_menu_next(c, &at, &entry) == 1)
		w->part = part_for(&entry, path, w);
}
