/*
 * The boot configuration of every client, tried before a loader asks for
 * it: what a language cannot say is a mistake of the text.
 */
#include <string.h>

#include "arch.h"
#include "loader.h"
#include "loadername.h"
#include "mapcheck.h"

static const unsigned archs[] = {
	ARCH_BIOS, ARCH_IA32, ARCH_X64, ARCH_ARM32, ARCH_ARM64, 27, 39,
	ARCH_UBOOT, ARCH_RPI
};

/*
 * Who would be given this entry, for client_find(): a prefix needs octets
 * behind it that no other line claims. 0; -1: nobody.
 */
static int
who_of(const struct mapentry *e, const unsigned char *key,
    const struct map *m, struct who *who, struct client *c)
{
	unsigned char prefix[MAP_KEY_MAX];
	unsigned octet;
	int n;

	memset(who, 0, sizeof(*who));
	client_by_key(key, e->key_n, who);
	if (key[0] != MAP_KEY_PREFIX)
		return client_find(m, who, c) == 1 ? 0 : -1;
	if ((n = map_key_bytes(key, e->key_n, prefix)) == -1)
		return -1;
	who->has_mac = 1;
	for (octet = 0; octet < 256; octet++) {
		memset(who->mac, (int)octet, sizeof(who->mac));
		memcpy(who->mac, prefix, (size_t)n);
		if (client_find(m, who, c) == 1 && c->own.key_n == e->key_n &&
		    memcmp(c->own.key, key, e->key_n) == 0)
			return 0;
	}
	return -1;
}

/* Whether any firmware would end up with a loader of this language. */
static int
is_asked_for(const struct client *c, enum config_language l)
{
	const char *file;
	size_t i;

	for (i = 0; i < sizeof(archs) / sizeof(archs[0]); i++) {
		file = client_bootfile(c, archs[i], STAGE_ROM, NULL);
		if (file != NULL && loader_language(file) == l)
			return 1;
		file = client_bootfile(c, archs[i], STAGE_IPXE, NULL);
		if (file != NULL && (loader_language(file) == l ||
		    (l == CONFIG_IPXE && strcmp(file, LOADER_SCRIPT) == 0)))
			return 1;
	}
	return 0;
}

/* Whether the words of the entry itself shape its configuration. */
static int
has_own_words(const struct record *r)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1)
		switch (f.tag) {
		case FIELD_KERNEL:
		case FIELD_INITRD:
		case FIELD_ARGS:
		case FIELD_FILE:
		case FIELD_IPXE:
			return 1;
		default:
			break;
		}
	return 0;
}

/* Tries each language that one of the client's loaders would ask in. */
static void
try_languages(struct check *c, struct mapentry *e, unsigned line,
    const struct client *asks, const struct client *client)
{
	static const enum config_language languages[] = {
		CONFIG_PXELINUX, CONFIG_GRUB, CONFIG_IPXE
	};
	char text[CONFIG_SIZE];
	const char *why;
	size_t i;

	for (i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (config_has(client, languages[i]) &&
		    is_asked_for(asks, languages[i]) &&
		    config_render(client, languages[i], "255.255.255.255",
		    text, sizeof(text), &why) == -1) {
			mistake_add(c->mistakes, line, "%s", why);
			e->bad = 1;
		}
}

/* Each image of a menu by itself, so that its own line is to blame. */
static void
try_menu(struct check *c, struct mapentry *e, const struct client *menu)
{
	const int before = e->bad;
	const struct image_use *u;
	struct client entry;
	size_t at = 0;

	while (client_menu_next(menu, &at, &entry) == 1) {
		u = check_image(c, entry.image);
		try_languages(c, e, u != NULL && u->line != NULL ?
		    u->line->line : e->line, menu, &entry);
	}
	if (e->bad == before)
		try_languages(c, e, e->line, menu, menu);
}

static void
try_entry(struct check *c, const struct map *m, struct mapentry *e)
{
	struct image_use *u = NULL;
	struct client client;
	const char *image;
	struct record r;
	struct who who;
	unsigned line = e->line;
	int own;

	entry_record(c->text, e, &r);
	image = check_image_of(c, e, &r);
	own = has_own_words(&r);
	if (image == NULL && (c->menu_entry == NULL ||
	    (!own && c->menu_rendered)))
		return;		/* nothing is booted, or what was tried */
	u = image == NULL ? NULL : check_image(c, image);
	if (!own && u != NULL) {
		if (u->rendered)
			return;		/* the same as for another client */
		u->rendered = 1;
		if (u->line != NULL)
			line = u->line->line;
	}
	if (who_of(e, entry_key(c->text, e), m, &who, &client) == -1)
		return;
	if (client.menu) {
		c->menu_rendered |= !own;
		try_menu(c, e, &client);
	}
	else if (image != NULL)
		try_languages(c, e, line, &client, &client);
}

void
check_configurations(struct check *c, const struct map *m)
{
	struct mapentry *e;
	size_t i;

	for (i = 0; i < c->text->n; i++) {
		e = &c->text->entry[i];
		if (!e->bad && strchr("MUPD", *entry_key(c->text, e)) != NULL)
			try_entry(c, m, e);
	}
}
