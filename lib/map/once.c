/*
 * What being done changes for a client.
 */
#include <string.h>

#include "map/once.h"
#include "map/uuid.h"

static int
is_once(const struct record *r)
{
	struct field f;

	return record_field(r, FIELD_ONCE, &f);
}

/* The next image of the menu; NULL: no more. */
static const char *
next_of_menu(const struct client *c, size_t *at)
{
	struct field f;

	while (record_next(&c->menu_record, at, &f) == 1)
		if (f.tag == FIELD_BOOT)
			return f.text;
	return NULL;
}

int
once_matters(const struct client *c)
{
	return c->once != ONCE_NO || (c->menu && is_once(&c->menu_record));
}

void
client_settle(struct client *c, enum done_state state)
{
	c->once_state = state;
	if (state == DONE_ARMED || c->once == ONCE_NO)
		return;
	c->action = CLIENT_LOCAL;
	c->menu = 0;
	c->image = NULL;
	memset(&c->image_record, 0, sizeof(c->image_record));
	c->kernel = NULL;
	c->kernel_found = 0;
	memset(c->initrd, 0, sizeof(c->initrd));
	c->initrds = 0;
	c->args[0] = '\0';
	c->preseed = NULL;
	c->answers_n = 0;
}

const char *
once_state_word(enum done_state state)
{
	switch (state) {
	case DONE_ARMED:
		return "armed";
	case DONE_IS:
		return "done";
	case DONE_NO_IDENTITY:
		return "no-identity";
	default:
		return "unknown";
	}
}

static size_t
copy_key(unsigned char to[MAP_KEY_MAX], const unsigned char *from, size_t n)
{
	memcpy(to, from, n);
	return n;
}

/* The same UUID in the other byte order; 0: it is none, or the same in both. */
static size_t
swap_key(unsigned char key[MAP_KEY_MAX], const unsigned char *from, size_t n)
{
	unsigned char bytes[MAP_KEY_MAX], swapped[16];

	if (n == 0 || from[0] != MAP_KEY_UUID ||
	    map_key_bytes(from, n, bytes) != 16)
		return 0;
	uuid_swap(bytes, swapped);
	return memcmp(bytes, swapped, 16) == 0 ? 0 :
	    map_key(key, MAP_KEY_UUID, swapped, 16);
}

/* The next card of the client's name. */
static int
next_card(const struct client *c, struct once_each *each, struct record *r)
{
	unsigned char name[MAP_KEY_MAX];
	size_t n;

	if (!client_is_own(c) || c->name == NULL)
		return 0;
	n = map_key(name, MAP_KEY_NAME, c->name, strlen(c->name));
	return map_find_each(c->map, name, n, &each->cards, r);
}

/*
 * The MAC address of who is known by a UUID, once: under that it was done before it
 * had a line, and where nothing but the address is known it is done under that now.
 */
static size_t
met_key(const struct client *c, struct once_each *each,
    unsigned char key[MAP_KEY_MAX])
{
	if (each->has_met || c->once_key[0] != MAP_KEY_UUID || !c->has_mac)
		return 0;
	each->has_met = 1;
	return map_key(key, MAP_KEY_MAC, c->mac, sizeof(c->mac));
}

/* Its own record, or who it is without one; then those of its other cards. */
static int
next_record(const struct client *c, struct once_each *each)
{
	int found;

	if (!each->started) {
		each->started = 1;
		memset(&each->record, 0, sizeof(each->record));
		if (client_is_own(c))
			each->record = c->own;
		each->record.key_n = copy_key(each->record.key, c->once_key,
		    c->once_key_n);
		return 1;
	}
	while ((found = next_card(c, each, &each->record)) == 1)
		if (each->record.key_n != c->once_key_n ||
		    memcmp(each->record.key, c->once_key,
		    c->once_key_n) != 0)
			return 1;
	return found;
}

int
once_next(const struct client *c, struct once_each *each,
    unsigned char key[MAP_KEY_MAX], size_t *n)
{
	const struct record *r = &each->record;
	struct field f;
	int found;

	if (c->once_key_n == 0)
		return 0;
	for (*n = 0; *n == 0;) {
		each->is_swapped = each->step == ONCE_STEP_SWAPPED;
		switch (each->step) {
		case ONCE_STEP_KEY:
			if ((found = next_record(c, each)) != 1)
				return found;
			*n = copy_key(key, r->key, r->key_n);
			each->step = ONCE_STEP_SWAPPED;
			break;
		case ONCE_STEP_SWAPPED:
			*n = swap_key(key, r->key, r->key_n);
			each->step = ONCE_STEP_CARD;
			break;
		case ONCE_STEP_CARD:
			if (record_field(r, FIELD_MAC, &f))
				*n = map_key(key, MAP_KEY_MAC, f.text, f.n);
			each->step = ONCE_STEP_MET;
			break;
		case ONCE_STEP_MET:
			*n = met_key(c, each, key);
			each->step = ONCE_STEP_KEY;
		}
	}
	return 1;
}

/* Whether the client boots an image, or would if it were not done. */
static int
would_boot(const struct client *c, const char *name, size_t n)
{
	const char *text = c->once_image;
	size_t at = 0;

	do
		if (text != NULL && strlen(text) == n &&
		    memcmp(text, name, n) == 0)
			return 1;
	while ((text = next_of_menu(c, &at)) != NULL);
	return 0;
}

int
once_boots(const struct client *c, const char *path)
{
	return c != NULL && would_boot(c, path, strcspn(path, "/"));
}

enum once_refusal
once_refuses(const struct map *m, const struct client *c, const char *path)
{
	const size_t n = strcspn(path, "/");
	const int boots = once_boots(c, path);
	int found, of_image;
	struct record r;

	if (m == NULL || m->fd == -1 || n == 0 ||
	    (n == strlen(MAP_IMAGE_LOADERS) &&
	    memcmp(path, MAP_IMAGE_LOADERS, n) == 0))
		return ONCE_GIVES;
	found = map_find_by(m, MAP_KEY_IMAGE, path, n, &r);
	/* A corrupt record may have said so. */
	of_image = found == -1 || (found == 1 && is_once(&r));
	if (!of_image && (!boots || c->once == ONCE_NO))
		return ONCE_GIVES;
	if (!boots)
		return ONCE_IS_NOT_ARMED;
	return c->once_state == DONE_ARMED ? ONCE_GIVES : ONCE_IS_DONE;
}
