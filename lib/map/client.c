/*
 * The lookup: which of the map's records is the client's own, and which
 * others it is merged with.
 */
#include <arpa/inet.h>
#include <string.h>

#include "map/client.h"
#include "map/level.h"
#include "map/merge.h"
#include "map/serverlist.h"
#include "map/uuid.h"

static void
tell_key(const struct client *c, unsigned char letter, const void *bytes,
    size_t n, int swapped, int found)
{
	unsigned char key[MAP_KEY_MAX];

	if (found == -1 || c->trace == NULL || c->trace->key == NULL)
		return;
	n = map_key(key, letter, bytes, n);
	c->trace->key(c->trace->of, key, n, swapped, found);
}

/* The same for the client's own record. */
static int
try_key(const struct map *m, unsigned char letter, const void *bytes,
    size_t n, struct client *c)
{
	const int found = map_find_by(m, letter, bytes, n, &c->own);

	tell_key(c, letter, bytes, n, 0, found);
	return found;
}

static int
try_uuid(const struct map *m, const unsigned char uuid[16], struct client *c)
{
	unsigned char swapped[16];
	int found;

	if ((found = try_key(m, MAP_KEY_UUID, uuid, 16, c)) != 0)
		return found;
	uuid_swap(uuid, swapped);
	found = map_find_by(m, MAP_KEY_UUID, swapped, 16, &c->own);
	tell_key(c, MAP_KEY_UUID, swapped, 16, 1, found);
	return found;
}

/* The client's own record: MAC, UUID, longest prefix; others have the rest. */
static int
find_own(const struct map *m, const struct who *who, struct client *c)
{
	int found = 0;

	if (who->has_mac) {
		c->rule = RULE_MAC;
		if ((found = try_key(m, MAP_KEY_MAC, who->mac, 6, c)) == 0)
			found = try_key(m, MAP_KEY_CARD, who->mac, 6, c);
	}
	if (found == 0 && who->has_uuid) {
		c->rule = RULE_UUID;
		found = try_uuid(m, who->uuid, c);
	}
	if (found == 0 && who->has_mac) {
		c->rule = RULE_PREFIX;
		for (size_t n = 5; found == 0 && n >= 1; n--)
			found = try_key(m, MAP_KEY_PREFIX, who->mac, n, c);
	}
	return found;
}

int
client_net(const struct map *m, struct in_addr address, struct record *r)
{
	uint32_t host = ntohl(address.s_addr), net;
	unsigned char bytes[5];
	int found = 0;

	for (int length = 32; found == 0 && length >= 0; length--) {
		net = length == 0 ? 0 : host & (UINT32_MAX << (32 - length));
		bytes[0] = (unsigned char)(net >> 24);
		bytes[1] = (unsigned char)(net >> 16 & 0xff);
		bytes[2] = (unsigned char)(net >> 8 & 0xff);
		bytes[3] = (unsigned char)(net & 0xff);
		bytes[4] = (unsigned char)length;
		found = map_find_by(m, MAP_KEY_NET, bytes, sizeof(bytes),
		    r);
	}
	return found;
}

static void
take_mac(const struct who *who, struct client *c)
{
	struct field f;

	c->has_mac = 1;
	if (who->has_mac)
		memcpy(c->mac, who->mac, 6);
	else if (record_field(&c->own, FIELD_MAC, &f))
		memcpy(c->mac, f.text, 6);
	else
		c->has_mac = 0;
}

/*
 * Who has no line of its own is told by its MAC address alone: of some of its
 * requests only the UUID is known, of others only the address.
 */
static void
take_once_key(const struct who *who, struct client *c)
{
	if (client_is_own(c)) {
		memcpy(c->once_key, c->own.key, c->own.key_n);
		c->once_key_n = c->own.key_n;
	} else if (who->has_mac) {
		c->once_key_n = map_key(c->once_key, MAP_KEY_MAC, who->mac, 6);
	}
}

static int
find_image(const struct map *m, const char *name, struct record *r)
{
	return map_find_by(m, MAP_KEY_IMAGE, name, strlen(name), r);
}

/* What the client boots, and what it may boot it with. */
static int
find_images(const struct map *m, struct client *c)
{
	if ((c->action == CLIENT_BOOT || c->action == CLIENT_LOCAL) &&
	    find_image(m, MAP_IMAGE_LOADERS, &c->loaders_record) == -1)
		return -1;
	if (c->menu)
		return find_image(m, MAP_IMAGE_MENU, &c->menu_record);
	return c->image == NULL ? 0 :
	    find_image(m, c->image, &c->image_record);
}

/* The narrowest net that the client is on: by its ip=, else where it is met. */
static int
find_net(const struct map *m, const struct who *who, struct client *c)
{
	struct in_addr address = { .s_addr = htonl(INADDR_ANY) };
	struct field ip;

	if (record_field(&c->own, FIELD_IP, &ip))
		memcpy(&address, ip.text, sizeof(address));
	else if (who->has_address)
		address = who->address;
	return client_net(m, address, &c->net_record);
}

static int
find_group(const struct map *m, struct client *c)
{
	struct field f;

	return !record_field(&c->own, FIELD_GROUP, &f) ? 0 :
	    map_find_by(m, MAP_KEY_GROUP, f.text, strlen(f.text),
	    &c->group_record);
}

/* The record of who has none of its own: its net's, or default's. 1; 0: none. */
static int
lend_own(struct client *c, int has_default)
{
	struct field f;

	if (level_action(&c->net_record, &f) != CLIENT_NONE) {
		c->rule = RULE_NET;
		c->own = c->net_record;
		return 1;
	}
	tell_key(c, MAP_KEY_DEFAULT, "", 0, 0, has_default);
	c->rule = has_default ? RULE_DEFAULT : RULE_NONE;
	if (has_default)
		c->own = c->default_record;
	return has_default;
}

static int
look_up(const struct map *m, const struct who *who, struct client *c)
{
	int found, has_default;

	if ((found = find_own(m, who, c)) == -1 || find_net(m, who, c) == -1)
		return -1;
	has_default = map_find_by(m, MAP_KEY_DEFAULT, "", 0,
	    &c->default_record);
	if (has_default == -1)
		return -1;
	if (found == 0 && !lend_own(c, has_default))
		return 0;
	if (find_group(m, c) == -1)
		return -1;
	merge_action(c);
	if (find_images(m, c) == -1)
		return -1;
	merge_words(c);
	take_mac(who, c);
	serverlist_order(c, who);
	take_once_key(who, c);
	return 1;
}

int
client_tell(const struct map *m, const struct who *who, struct client *c,
    const struct client_trace *trace)
{
	int found;

	memset(c, 0, sizeof(*c));
	c->map = m;
	c->trace = trace;
	found = look_up(m, who, c);
	c->trace = NULL;
	return found;
}

int
client_find(const struct map *m, const struct who *who, struct client *c)
{
	return client_tell(m, who, c, NULL);
}

static int
next_entry(const struct client *c, size_t *at, struct client *entry)
{
	struct field f;

	do
		if (!c->menu || record_next(&c->menu_record, at, &f) != 1)
			return 0;
	while (f.tag != FIELD_BOOT);
	*entry = (struct client){.rule = c->rule, .own = c->own,
	    .group_record = c->group_record, .net_record = c->net_record,
	    .default_record = c->default_record, .loaders_record = c->loaders_record,
	    .map = c->map, .action = CLIENT_BOOT, .of_menu = 1, .image = f.text,
	    .has_mac = c->has_mac, .once_state = c->once_state,
	    .once_key_n = c->once_key_n};
	memcpy(entry->mac, c->mac, sizeof(entry->mac));
	memcpy(entry->once_key, c->once_key, sizeof(entry->once_key));
	if (find_image(c->map, f.text, &entry->image_record) == -1)
		return -1;
	merge_words(entry);
	return 1;
}

int
client_menu_next(const struct client *c, size_t *at, struct client *entry)
{
	int more;

	do
		if ((more = next_entry(c, at, entry)) != 1)
			return more;
	while (entry->once != ONCE_NO && c->once_state != DONE_ARMED);
	return 1;
}

int
client_is_own(const struct client *c)
{
	return c->rule == RULE_MAC || c->rule == RULE_UUID;
}
