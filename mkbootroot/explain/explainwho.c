/*
 * The lookup in slow motion: client_find() has decided already, and here it
 * tells how.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <string.h>

#include "mkbootroot/explain/explainonce.h"
#include "mkbootroot/explain/explainwho.h"
#include "mkbootroot/explain/explainword.h"
#include "mkbootroot/text/hardware.h"
#include "mkbootroot/text/maptext.h"

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

/* A key that is tried. */
static void
print_key(void *of, const unsigned char *key, size_t n, int swapped, int found)
{
	char text[KEY_TEXT_SIZE];

	(void)of;
	printf("  %s%s: %s\n", key[0] == MAP_KEY_CARD ? "mac=" : swapped ?
	    "byte-swapped " : "", key_text(key, n, text, sizeof(text)),
	    found ? "found" : "no record");
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

int
explain_record(const struct map *m, const struct who *who,
    const struct client *settled, const struct done *d,
    const struct explainline *lines)
{
	const struct client_trace trace = { .key = print_key };
	char rule[KEY_TEXT_SIZE];
	struct client c;

	printf("lookup\n");
	if (client_tell(m, who, &c, &trace) == -1)
		return -1;
	if (c.rule == RULE_NONE) {
		printf("rule        none: the client is not in the map, and "
		    "there is no default\n");
		return 0;
	}
	printf("rule        %s\n", client_rule_text(&c, rule, sizeof(rule)));
	explain_once(d, settled);
	if (c.rule != RULE_DEFAULT && c.rule != RULE_NET)
		print_record("record", &c.own, "");
	if (c.group_record.bytes != NULL)
		print_record("group", &c.group_record, "");
	if (c.image != NULL)
		print_record("image", &c.image_record, "");
	if (c.menu)
		print_record("menu", &c.menu_record, "");
	if (c.loaders_record.bytes != NULL)
		print_record("loaders", &c.loaders_record, "");
	print_record("net", &c.net_record, c.has_ip ?
	    ": chosen by ip=" : who->has_address ? ": chosen by ip:" :
	    ": without ip=, the link of the client chooses it");
	print_record("default", &c.default_record, "");
	explain_words(m, who, &c, lines);
	return 0;
}
