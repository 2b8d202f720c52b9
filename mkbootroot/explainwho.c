/*
 * The lookup in slow motion: client_find() has decided already, and here it
 * is said how.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <string.h>

#include "explainwho.h"
#include "hardware.h"
#include "maptext.h"
#include "uuid.h"

/* The cards of a name. */
static int
cards_of(const struct map *m, const char *name, struct who who[EXPLAIN_CARDS])
{
	unsigned char key[MAP_KEY_MAX];
	struct map_each each = { .started = 0 };
	struct record r;
	size_t n = map_key(key, MAP_KEY_NAME, name, strlen(name));
	int found, cards = 0;

	while ((found = map_find_each(m, key, n, &each, &r)) == 1 &&
	    cards < EXPLAIN_CARDS) {
		struct who *w = &who[cards++];

		memset(w, 0, sizeof(*w));
		client_by_key(r.key, r.key_n, w);
	}
	return found == -1 ? -1 : cards;
}

static int
by_name(const struct map *m, const char *name, struct who who[EXPLAIN_CARDS])
{
	int cards = cards_of(m, name, who);

	if (cards == 0)
		warnx("no client of the map is named %s", name);
	return cards;
}

int
explain_who(const struct map *m, const char *client,
    struct who who[EXPLAIN_CARDS])
{
	memset(who, 0, sizeof(*who));
	if (strncmp(client, "name:", 5) == 0)
		return by_name(m, client + 5, who);
	if (strncmp(client, "uuid:", 5) == 0) {
		who->has_uuid = 1;
		if (value_uuid(client + 5, who->uuid) == 0)
			return 1;
		warnx("%s is not a UUID", client + 5);
		return 0;
	}
	if (strncmp(client, "ip:", 3) == 0) {
		if (inet_pton(AF_INET, client + 3, &who->address) != 1) {
			warnx("%s is not an IPv4 address", client + 3);
			return 0;
		}
		who->has_address = 1;
		return client_by_address(m, who->address, who) == -1 ? -1 : 1;
	}
	if (value_mac(client, who->mac) == 0) {
		who->has_mac = 1;
		return 1;
	}
	return by_name(m, client, who);
}

/* A key that is tried: says whether it is there. 1, 0, -1: corrupt. */
static int
try_key(const struct map *m, unsigned char letter, const void *bytes,
    size_t n, const char *as)
{
	unsigned char key[MAP_KEY_MAX];
	char text[KEY_TEXT_SIZE];
	struct record r;
	int found;

	n = map_key(key, letter, bytes, n);
	if ((found = map_find(m, key, n, &r)) == -1)
		return -1;
	printf("  %s%s: %s\n", as, key_text(key, n, text, sizeof(text)),
	    found ? "found" : "no record");
	return found;
}

/* MAC, mac=, UUID both ways, prefixes from the longest: as client_find(). */
static int
try_keys(const struct map *m, const struct who *who)
{
	unsigned char swapped[16];
	int found = 0;
	size_t n;

	if (who->has_mac && (found = try_key(m, MAP_KEY_MAC, who->mac, 6,
	    "")) == 0)
		found = try_key(m, MAP_KEY_CARD, who->mac, 6, "mac=");
	if (found == 0 && who->has_uuid) {
		uuid_swap(who->uuid, swapped);
		if ((found = try_key(m, MAP_KEY_UUID, who->uuid, 16, "")) ==
		    0)
			found = try_key(m, MAP_KEY_UUID, swapped, 16,
			    "byte-swapped ");
	}
	for (n = 5; found == 0 && who->has_mac && n > 0; n--)
		found = try_key(m, MAP_KEY_PREFIX, who->mac, n, "");
	if (found == 0)
		found = try_key(m, MAP_KEY_DEFAULT, "", 0, "");
	return found;
}

/* A record as its line of the text would be. */
static void
print_record(const char *as, const struct record *r, const char *why)
{
	char text[FIELD_TEXT_SIZE];
	struct field f;
	size_t pos = 0;

	if (r->bytes == NULL) {
		printf("%-11s none%s\n", as, why);
		return;
	}
	printf("%-11s %s", as, key_text(r->key, r->key_n, text,
	    sizeof(text)));
	printf(" %s", record_field(r, FIELD_NAME, &f) ? f.text : "-");
	while (record_next(r, &pos, &f) == 1)
		if (f.tag != FIELD_NAME && !f.found)
			printf(" %s", field_text(&f, text, sizeof(text)));
	printf("%s\n", why);
	for (pos = 0; record_next(r, &pos, &f) == 1; )
		if (f.found)
			printf("  found there: %s\n", field_text(&f, text,
			    sizeof(text)));
}

/* Which of the four records a text lies in. */
static const char *
origin(const struct client *c, const void *text)
{
	const struct {
		const struct record *r;
		const char *name;
	} all[] = {
		{ &c->own, "the client's record" },
		{ &c->image_record, "the image" },
		{ &c->net_record, "the net" },
		{ &c->default_record, "default" },
		{ &c->loaders_record, "the image loaders" }
	};
	const unsigned char *t = text;
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].r->bytes != NULL && t >= all[i].r->bytes &&
		    t < all[i].r->bytes + all[i].r->n)
			return all[i].name;
	return "the map";
}

static void
print_text(const struct client *c, const char *word, const char *text,
    const char *note)
{
	if (text != NULL)
		printf("  %s=%s: from %s%s\n", word, text, origin(c, text),
		    note);
}

/* The first record that gives an address or a number, as client_find(). */
static void
print_first(const struct client *c, enum map_field tag, int image)
{
	const struct record *const levels[] = { &c->own,
	    image ? &c->image_record : &c->net_record, &c->net_record,
	    &c->default_record };
	char text[FIELD_TEXT_SIZE];
	struct field f;
	size_t i, pos, any = 0;

	for (i = 0; i < 4 && any == 0; i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1; )
			if (f.tag == tag) {
				printf("  %s: from %s\n", field_text(&f, text,
				    sizeof(text)), origin(c, f.text));
				any = 1;
				if (tag != FIELD_DNS)
					break;
			}
}

static void
print_action(const struct client *c)
{
	const char *from = c->action_from_default ||
	    c->rule == RULE_DEFAULT ? "default" : "the client's record";

	switch (c->action) {
	case CLIENT_BOOT:
		printf("  boot=%s: from %s\n", c->menu ? MAP_IMAGE_MENU :
		    c->image, from);
		break;
	case CLIENT_LOCAL:
		printf("  local: from %s\n", from);
		break;
	case CLIENT_IGNORE:
		printf("  ignore: from %s\n", from);
		break;
	default:
		printf("  neither boot= nor local nor ignore: it is not "
		    "answered\n");
	}
}

/* args= may be joined out of two records. */
static void
print_args(const struct client *c)
{
	struct field f;
	int image = record_field(&c->image_record, FIELD_ARGS, &f);
	int own = record_field(&c->own, FIELD_ARGS, &f);

	if (c->args[0] == '\0')
		return;
	printf("  args=%s: from %s\n", c->args,
	    image && own && f.text[0] != '!' ?
	    "the image, then the client's record" :
	    own && c->rule != RULE_DEFAULT ? "the client's record" :
	    image ? "the image" : "default");
}

/* The words of all records hold; of default's only once. */
static void
print_quirks(const struct client *c)
{
	const struct record *const levels[] = { &c->own, &c->image_record,
	    &c->net_record, &c->default_record };
	struct field f;
	size_t i, pos;

	for (i = 0; i < 4; i++) {
		if (i == 3 && c->rule == RULE_DEFAULT)
			break;
		for (pos = 0; record_next(levels[i], &pos, &f) == 1; )
			if (f.tag == FIELD_QUIRK)
				print_text(c, "quirk", f.text, "");
	}
}

static void
print_words(const struct client *c)
{
	struct field f;
	size_t i;

	printf("words\n");
	print_action(c);
	print_text(c, "kernel", c->kernel, c->kernel_found ?
	    ", found by itself" : "");
	for (i = 0; i < c->initrds; i++)
		print_text(c, "initrd", c->initrd[i], "");
	if (c->kernel == NULL &&
	    record_field(&c->image_record, FIELD_KERNEL, &f) && f.found)
		printf("  kernel=%s: not used, because the image has boot\n"
		    "    configuration of its own and no args= or initrd= "
		    "speaks to it\n", f.text);
	print_args(c);
	print_first(c, FIELD_IPXE, 1);
	print_first(c, FIELD_IP, 0);
	print_first(c, FIELD_SERVER, 1);
	print_text(c, "servername", c->servername, "");
	print_first(c, FIELD_ROUTER, 1);
	print_first(c, FIELD_DNS, 1);
	print_first(c, FIELD_LEASE, 1);
	print_quirks(c);
}

int
explain_record(const struct map *m, const struct who *who,
    const struct client *c)
{
	char rule[KEY_TEXT_SIZE];

	printf("lookup\n");
	if (try_keys(m, who) == -1)
		return -1;
	if (c->rule == RULE_NONE) {
		printf("rule        none: the client is not in the map, and "
		    "there is no default\n");
		return 0;
	}
	printf("rule        %s\n", client_rule_text(c, rule, sizeof(rule)));
	if (c->rule != RULE_DEFAULT)
		print_record("record", &c->own, "");
	if (c->image != NULL)
		print_record("image", &c->image_record, "");
	if (c->menu)
		print_record("menu", &c->menu_record, "");
	if (c->loaders_record.bytes != NULL)
		print_record("loaders", &c->loaders_record, "");
	print_record("net", &c->net_record, c->has_ip ?
	    ": chosen by ip=" : who->has_address ? ": chosen by ip:" :
	    ": without ip=, the link of the client chooses it");
	print_record("default", &c->default_record, "");
	print_words(c);
	return 0;
}
