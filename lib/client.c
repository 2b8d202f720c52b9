/*
 * The lookup: which record, merged out of which others.
 */
#include "client.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

/* The four records of a merged client, the more particular first. */
enum level { OWN, IMAGE, NET, DEFAULT, LEVELS };

static void
level_records(const struct client *c, const struct record *r[LEVELS])
{
	r[OWN] = &c->own;
	r[IMAGE] = &c->image_record;
	r[NET] = &c->net_record;
	r[DEFAULT] = &c->default_record;
}

static int
find(const struct map *m, unsigned char letter, const void *bytes, size_t n,
    struct record *r)
{
	unsigned char key[MAP_KEY_MAX];

	if (n > sizeof(key) - 1)
		return 0;
	key[0] = letter;
	if (n > 0)
		memcpy(key + 1, bytes, n);
	return map_find(m, key, n + 1, r);
}

/* A UUID's first three fields the other way round: firmware does both. */
static void
uuid_swap(const unsigned char uuid[16], unsigned char swapped[16])
{
	static const unsigned char order[16] = {3, 2, 1, 0, 5, 4, 7, 6,
	    8, 9, 10, 11, 12, 13, 14, 15};

	for (size_t i = 0; i < 16; i++)
		swapped[i] = uuid[order[i]];
}

static int
find_uuid(const struct map *m, const unsigned char uuid[16],
    struct record *r)
{
	unsigned char swapped[16];
	int found;

	if ((found = find(m, MAP_KEY_UUID, uuid, 16, r)) != 0)
		return found;
	uuid_swap(uuid, swapped);
	return find(m, MAP_KEY_UUID, swapped, 16, r);
}

/* The client's own record: MAC, UUID, longest prefix; default is the rest. */
static int
find_own(const struct map *m, const struct who *who, struct client *c)
{
	int found = 0;

	if (who->has_mac) {
		c->rule = RULE_MAC;
		if ((found = find(m, MAP_KEY_MAC, who->mac, 6, &c->own)) == 0)
			found = find(m, MAP_KEY_CARD, who->mac, 6, &c->own);
	}
	if (found == 0 && who->has_uuid) {
		c->rule = RULE_UUID;
		found = find_uuid(m, who->uuid, &c->own);
	}
	if (found == 0 && who->has_mac) {
		c->rule = RULE_PREFIX;
		for (size_t n = 5; found == 0 && n >= 1; n--)
			found = find(m, MAP_KEY_PREFIX, who->mac, n, &c->own);
	}
	return found;
}

static int
find_net(const struct map *m, struct in_addr address, struct record *r)
{
	uint32_t host = ntohl(address.s_addr), net;
	unsigned char key[5];
	int found = 0;

	for (int length = 32; found == 0 && length >= 0; length--) {
		net = length == 0 ? 0 : host & (UINT32_MAX << (32 - length));
		key[0] = (unsigned char)(net >> 24);
		key[1] = (unsigned char)(net >> 16 & 0xff);
		key[2] = (unsigned char)(net >> 8 & 0xff);
		key[3] = (unsigned char)(net & 0xff);
		key[4] = (unsigned char)length;
		found = find(m, MAP_KEY_NET, key, sizeof(key), r);
	}
	return found;
}

static int
take_action(const struct record *r, struct client *c)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1) {
		if (f.tag == FIELD_BOOT) {
			c->action = CLIENT_BOOT;
			c->image = f.text;
		} else if (f.tag == FIELD_LOCAL) {
			c->action = CLIENT_LOCAL;
		} else if (f.tag == FIELD_IGNORE) {
			c->action = CLIENT_IGNORE;
		} else {
			continue;
		}
		return 1;
	}
	return 0;
}

/* The first of the levels that has a field of this tag, given or found. */
static int
first(const struct client *c, unsigned levels, enum map_field tag,
    struct field *f)
{
	const struct record *r[LEVELS];

	level_records(c, r);
	for (int i = 0; i < LEVELS; i++)
		if ((levels & 1u << i) && record_field(r[i], tag, f))
			return 1;
	return 0;
}

#define ANY_BUT_NET (1u << OWN | 1u << IMAGE | 1u << DEFAULT)
#define ANY (ANY_BUT_NET | 1u << NET)

static const char *
first_text(const struct client *c, unsigned levels, enum map_field tag)
{
	struct field f;

	return first(c, levels, tag, &f) ? f.text : NULL;
}

static int
first_address(const struct client *c, unsigned levels, enum map_field tag,
    struct in_addr *a)
{
	struct field f;

	if (!first(c, levels, tag, &f))
		return 0;
	memcpy(a, f.text, sizeof(*a));
	return 1;
}

static void
add_args(struct client *c, const char *text)
{
	size_t n = strlen(c->args);

	if (*text == '!') {
		text++;
		n = 0;
	}
	snprintf(c->args + n, sizeof(c->args) - n, "%s%s",
	    n > 0 && *text != '\0' ? " " : "", text);
}

static void
add_initrds(struct client *c, const struct record *r, int found)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1)
		if (f.tag == FIELD_INITRD && f.found == found &&
		    c->initrds < CLIENT_INITRD_MAX)
			c->initrd[c->initrds++] = f.text;
}

/*
 * args= and initrd=: the image's and then the client's; default's only
 * where neither has any, as with every other word.
 */
static void
join(struct client *c)
{
	const struct record *order[2] = {&c->image_record, &c->own};
	struct field f;
	int any = 0;

	for (size_t i = 0; i < 2; i++) {
		if (record_field(order[i], FIELD_ARGS, &f)) {
			add_args(c, f.text);
			any = 1;
		}
		add_initrds(c, order[i], 0);
	}
	if (!any && record_field(&c->default_record, FIELD_ARGS, &f))
		add_args(c, f.text);
	if (c->initrds == 0)
		add_initrds(c, &c->default_record, 0);
}

/*
 * A kernel that was found, not named, is used only where the map has
 * something to say to it or the image has no configuration of its own.
 */
static int
found_is_wanted(const struct client *c)
{
	struct field f;

	return c->args[0] != '\0' || c->initrds > 0 || c->preseed != NULL ||
	    !record_field(&c->image_record, FIELD_OWN_CONFIG, &f);
}

static void
take_kernel(struct client *c)
{
	const char *named[CLIENT_INITRD_MAX];
	size_t named_n = c->initrds;
	struct field f;

	if (!first(c, 1u << OWN | 1u << IMAGE, FIELD_KERNEL, &f) ||
	    (f.found && !found_is_wanted(c))) {
		if (record_field(&c->default_record, FIELD_KERNEL, &f))
			c->kernel = f.text;
		return;
	}
	c->kernel = f.text;
	if (!f.found)
		return;
	c->kernel_found = 1;
	/* The initrd that was found comes first, then what the map adds. */
	memcpy(named, c->initrd, sizeof(named));
	c->initrds = 0;
	add_initrds(c, &c->image_record, 1);
	for (size_t i = 0; i < named_n && c->initrds < CLIENT_INITRD_MAX; i++)
		c->initrd[c->initrds++] = named[i];
}

static void
take_dns(struct client *c)
{
	const struct record *r[LEVELS];
	struct field f;
	size_t pos;

	level_records(c, r);
	for (int i = 0; i < LEVELS && c->dns_n == 0; i++)
		for (pos = 0; record_next(r[i], &pos, &f) == 1;)
			if (f.tag == FIELD_DNS && c->dns_n < CLIENT_DNS_MAX)
				memcpy(&c->dns[c->dns_n++], f.text, 4);
}

static void
take_words(struct client *c)
{
	struct field f;

	c->name = first_text(c, 1u << OWN, FIELD_NAME);
	c->preseed = first_text(c, ANY_BUT_NET, FIELD_PRESEED);
	c->class = first_text(c, ANY_BUT_NET, FIELD_CLASS);
	c->servername = first_text(c, ANY, FIELD_SERVERNAME);
	c->has_server = first_address(c, ANY, FIELD_SERVER, &c->server);
	c->has_router = first_address(c, ANY, FIELD_ROUTER, &c->router);
	c->has_ip = first_address(c, 1u << OWN, FIELD_IP, &c->ip);
	take_dns(c);
	if ((c->has_lease = first(c, ANY, FIELD_LEASE, &f)) != 0) {
		uint32_t lease_s;

		memcpy(&lease_s, f.text, sizeof(lease_s));
		c->lease_s = ntohl(lease_s);
	}
	join(c);
	take_kernel(c);
}

static void
take_mac(const struct who *who, struct client *c)
{
	struct field f;

	c->has_mac = 1;
	if (who->has_mac)
		memcpy(c->mac, who->mac, 6);
	else if (c->rule == RULE_MAC)
		memcpy(c->mac, c->own.key + 1, 6);
	else if (record_field(&c->own, FIELD_MAC, &f))
		memcpy(c->mac, f.text, 6);
	else
		c->has_mac = 0;
}

int
client_find(const struct map *m, const struct who *who, struct client *c)
{
	struct in_addr address;
	int found, has_default;

	memset(c, 0, sizeof(*c));
	if ((found = find_own(m, who, c)) == -1)
		return -1;
	has_default = find(m, MAP_KEY_DEFAULT, "", 0, &c->default_record);
	if (has_default == -1)
		return -1;
	if (found == 0) {
		c->rule = has_default ? RULE_DEFAULT : RULE_NONE;
		if (!has_default)
			return 0;
	}
	if (!take_action(&c->own, c) &&
	    take_action(&c->default_record, c))
		c->action_from_default = 1;
	if (c->image != NULL && find(m, MAP_KEY_IMAGE, c->image,
	    strlen(c->image), &c->image_record) == -1)
		return -1;
	address = who->address;
	if (first_address(c, 1u << OWN, FIELD_IP, &c->ip))
		address = c->ip;
	else if (!who->has_address)
		address.s_addr = htonl(INADDR_ANY);
	if (find_net(m, address, &c->net_record) == -1)
		return -1;
	take_words(c);
	take_mac(who, c);
	return 1;
}

/* Says in *who what the key of a record says. */
static void
who_from_key(const struct record *r, struct who *who)
{
	if (r->key[0] == MAP_KEY_MAC && r->key_n == 7) {
		memcpy(who->mac, r->key + 1, 6);
		who->has_mac = 1;
	} else if (r->key[0] == MAP_KEY_UUID && r->key_n == 17) {
		memcpy(who->uuid, r->key + 1, 16);
		who->has_uuid = 1;
	}
}

int
client_by_address(const struct map *m, struct in_addr a, struct who *who)
{
	struct record r;
	int found;

	if ((found = find(m, MAP_KEY_ADDRESS, &a, 4, &r)) == 1)
		who_from_key(&r, who);
	return found;
}

int
client_by_name(const struct map *m, const char *name, struct who *who)
{
	struct record r;
	int found;

	found = find(m, MAP_KEY_NAME, name, strlen(name), &r);
	if (found == 1)
		who_from_key(&r, who);
	return found;
}

int
client_quirk(const struct client *c, const char *word)
{
	const struct record *r[LEVELS];
	struct field f;
	size_t pos;

	level_records(c, r);
	for (int i = 0; i < LEVELS; i++)
		for (pos = 0; record_next(r[i], &pos, &f) == 1;)
			if (f.tag == FIELD_QUIRK && strcmp(f.text, word) == 0)
				return 1;
	return 0;
}

/* "uuid:4c4c4544-0042-4710-8057-b4c04f564432" */
static void
uuid_text(const unsigned char *u, char *buf, size_t size)
{
	snprintf(buf, size, "uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-"
	    "%02x%02x-%02x%02x%02x%02x%02x%02x", u[0], u[1], u[2], u[3], u[4],
	    u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13], u[14],
	    u[15]);
}

char *
client_rule_text(const struct client *c, char *buf, size_t size)
{
	const unsigned char *k = c->own.key + 1;
	size_t n = 0;

	switch (c->rule) {
	case RULE_MAC:
		/* A uuid: record can be found by its mac= as well. */
		if (c->name != NULL)
			snprintf(buf, size, "mac:%s", c->name);
		else if (c->has_mac)
			snprintf(buf, size,
			    "mac:%02x:%02x:%02x:%02x:%02x:%02x", c->mac[0],
			    c->mac[1], c->mac[2], c->mac[3], c->mac[4],
			    c->mac[5]);
		break;
	case RULE_UUID:
		if (c->name != NULL)
			snprintf(buf, size, "uuid:%s", c->name);
		else
			uuid_text(k, buf, size);
		break;
	case RULE_PREFIX:
		n = (size_t)snprintf(buf, size, "prefix:");
		for (size_t i = 1; i < c->own.key_n && n < size; i++)
			n += (size_t)snprintf(buf + n, size - n, "%02x:",
			    c->own.key[i]);
		if (n < size)
			snprintf(buf + n, size - n, "*");
		break;
	case RULE_DEFAULT:
		snprintf(buf, size, "default");
		break;
	default:
		snprintf(buf, size, "-");
	}
	return buf;
}

int
client_path(const struct client *c, const char *text, char *buf,
    size_t size)
{
	int n;

	if (strstr(text, "://") != NULL)
		n = snprintf(buf, size, "%s", text);
	else if (*text == '/')
		n = snprintf(buf, size, "%s", text + strspn(text, "/"));
	else if (c->image != NULL)
		n = snprintf(buf, size, "%s/%s", c->image, text);
	else
		return -1;
	return n < 0 || (size_t)n >= size ? -1 : 0;
}
