/*
 * Names below a client's own folder.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "daemon/fnv.h"
#include "file/lastpart.h"
#include "map/answersname.h"

#define FOLDER_N 20		/* "01-52-54-00-12-34-56" */

int
answers_folder(const char *path, unsigned char mac[6], const char **rest)
{
	static const char digits[] = "0123456789abcdef";

	if (strncmp(path, "01-", 3) != 0 || strlen(path) <= FOLDER_N ||
	    path[FOLDER_N] != '/')
		return 0;
	for (size_t i = 0; i < 6; i++) {
		const char *s = path + 3 + 3 * i;
		const char *high = strchr(digits, tolower((unsigned char)s[0]));
		const char *low = strchr(digits, tolower((unsigned char)s[1]));

		if (high == NULL || low == NULL || (i < 5 && s[2] != '-'))
			return 0;
		mac[i] = (unsigned char)((high - digits) << 4 | (low - digits));
	}
	*rest = path + FOLDER_N + 1;
	return 1;
}

/* Fills *w with a file of the client's. */
static enum preseed_part
want(const struct client *c, enum answers_kind kind, const char *text,
    struct preseed_wanted *w)
{
	w->kind = kind;
	return client_path(c, text, w->text, sizeof(w->text)) == -1 ?
	    PRESEED_NOTHING : kind == ANSWERS_APKOVL ? PRESEED_AS_IT_IS :
	    PRESEED_AS_TEXT;
}

static int
is_name(enum answers_kind kind, const char *path, const char *name)
{
	const char *own = answers_name(kind);

	return strcmp(name, own == NULL ? last_part(path) : own) == 0;
}

/*
 * What cloud-init asks for beside user-data, and takes for a failure where it
 * is not there: docs.cloud-init.io, NoCloud. For a network-config that is not there
 * 25.1 asks 11 times, for 10 seconds; an empty one is none for it.
 */
static enum preseed_part
make(const struct client *c, const char *name, struct preseed_wanted *w)
{
	enum answers_kind kind;
	const char *path;

	for (size_t i = 0; i < c->answers_n; i++) {
		kind = answers_take(c->answers[i], &path);
		if (kind != ANSWERS_AUTOINSTALL && kind != ANSWERS_CLOUD_CONFIG)
			continue;
		for (kind = ANSWERS_META_DATA; kind <= ANSWERS_NETWORK_CONFIG;
		    kind++)
			if (is_name(kind, "", name)) {
				w->kind = kind;
				snprintf(w->text, sizeof(w->text), "%s", name);
				return PRESEED_MADE;
			}
	}
	return PRESEED_NOTHING;
}

/* The same for one client, or one image of a menu. */
static enum preseed_part
part_for(const struct client *c, const char *name, struct preseed_wanted *w)
{
	enum answers_kind kind;
	const char *path;

	preseed_begin(c, w);
	for (size_t i = 0; i < c->answers_n; i++) {
		kind = answers_take(c->answers[i], &path);
		if (kind != ANSWERS_NONE && is_name(kind, path, name))
			return want(c, kind, path, w);
	}
	if (c->preseed != NULL && is_name(c->preseed_kind, "", name))
		return want(c, c->preseed_kind, c->preseed, w);
	return make(c, name, w);
}

/* The same of an image of the menu, which the name begins with. */
static enum preseed_part
menu_part(const struct client *c, const char *name, struct preseed_wanted *w)
{
	const char *slash = strchr(name, '/');
	struct client entry;
	size_t at = 0;

	while (slash != NULL && client_menu_next(c, &at, &entry) == 1)
		if (strlen(entry.image) == (size_t)(slash - name) &&
		    memcmp(entry.image, name, (size_t)(slash - name)) == 0)
			return part_for(&entry, slash + 1, w);
	return PRESEED_NOTHING;
}

/* A file by its own path, as boot configuration of the site's may name it. */
static enum preseed_part
by_path(const struct client *c, const char *path, struct preseed_wanted *w)
{
	enum answers_kind kind;
	enum preseed_part part;
	const char *text;

	preseed_begin(c, w);
	for (size_t i = 0; i < c->answers_n; i++) {
		kind = answers_take(c->answers[i], &text);
		if (kind != ANSWERS_NONE && (part = want(c, kind, text, w)) !=
		    PRESEED_NOTHING && strcmp(w->text, path) == 0)
			return part;
	}
	return PRESEED_NOTHING;
}

/*
 * Proxmox's medium has one URL for all machines: which of them asks is known by its
 * address. What else is called so is nothing to it.
 */
static enum preseed_part
of_proxmox(const struct client *c, const char *path, struct preseed_wanted *w)
{
	enum preseed_part part = PRESEED_NOTHING;

	if (strcmp(path, answers_name(ANSWERS_PROXMOX)) == 0)
		part = part_for(c, path, w);
	return part != PRESEED_NOTHING && w->kind == ANSWERS_PROXMOX ? part :
	    PRESEED_NOTHING;
}

void
answers_for_name(const struct client *c, const char *path,
    struct preseed_wanted *w)
{
	unsigned char mac[6];
	const char *name;

	preseed_begin(c, w);
	if (!answers_folder(path, mac, &name)) {
		if (c->action == CLIENT_BOOT && !c->menu)
			w->part = by_path(c, path, w);
		if (c->action == CLIENT_BOOT && !c->menu &&
		    w->part == PRESEED_NOTHING)
			w->part = of_proxmox(c, path, w);
		return;
	}
	if (!c->has_mac || memcmp(mac, c->mac, sizeof(mac)) != 0)
		w->part = PRESEED_OF_ANOTHER;
	else if (c->action == CLIENT_BOOT)
		w->part = c->menu ? menu_part(c, name, w) :
		    part_for(c, name, w);
}

/* A sum: the key has bytes of one length, and paths have not. */
size_t
answers_key(const char *path, size_t n, unsigned char key[MAP_KEY_MAX])
{
	unsigned char bytes[8];
	uint64_t h = fnv_add(FNV_BEGIN, path, n);

	for (size_t i = sizeof(bytes); i-- > 0; h >>= 8)
		bytes[i] = (unsigned char)h;
	return map_key(key, MAP_KEY_ANSWERS, bytes, sizeof(bytes));
}

/* Whether the first n bytes of a path are such a file or folder. */
static int
is_kept(const struct map *m, const char *path, size_t n)
{
	unsigned char key[MAP_KEY_MAX];
	const size_t key_n = answers_key(path, n, key);
	struct map_each each = {.started = 0};
	struct record r;
	struct field f;
	int found = 0;

	/* Two paths may have one sum. */
	while ((found = map_find_each(m, key, key_n, &each, &r)) == 1)
		if (record_field(&r, FIELD_ANSWERS, &f) && f.n == n &&
		    memcmp(f.text, path, n) == 0)
			return 1;
	return found;
}

int
answers_is_file(const struct map *m, const char *path)
{
	const char *slash = path;
	int found;

	if (m == NULL || m->fd == -1)
		return 0;
	if ((found = is_kept(m, path, strlen(path))) != 0)
		return found;
	while ((slash = strchr(slash, '/')) != NULL) {
		slash++;
		if ((found = is_kept(m, path, (size_t)(slash - path))) != 0)
			return found;
	}
	return 0;
}
