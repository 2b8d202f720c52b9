/*
 * One client out of up to four records.
 */
#include <arpa/inet.h>
#include <bsd/stdlib.h>
#include <stdio.h>
#include <string.h>

#include "map/bootword.h"
#include "map/merge.h"
#include "map/preseed.h"

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
take_action(const struct record *r, struct client *c)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1) {
		if (f.tag == FIELD_BOOT) {
			c->action = CLIENT_BOOT;
			c->menu = strcmp(f.text, MAP_IMAGE_MENU) == 0;
			c->image = c->menu ? NULL : f.text;
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

void
merge_action(struct client *c)
{
	if (!take_action(&c->own, c) && take_action(&c->default_record, c))
		c->action_from_default = 1;
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
		if (!c->of_menu || i == 0)
			add_initrds(c, order[i], 0);
	}
	if (!any && record_field(&c->default_record, FIELD_ARGS, &f))
		add_args(c, f.text);
	if (c->initrds == 0 && !c->of_menu)
		add_initrds(c, &c->default_record, 0);
}

/*
 * A kernel that was found, not named, is used only where the map has
 * something to say to it, or the image has no configuration of its own that
 * anybody would ask for.
 */
static int
found_is_wanted(const struct client *c)
{
	struct field f;

	return c->of_menu || c->args[0] != '\0' || c->initrds > 0 ||
	    c->preseed != NULL ||
	    !record_field(&c->image_record, FIELD_OWN_CONFIG, &f) ||
	    (!bootword_has_loader(&c->image_record) &&
	    !bootword_has_loader(&c->own));
}

void
merge_found_kernel(struct client *c)
{
	const char *named[CLIENT_INITRD_MAX];
	const size_t named_n = c->initrds;
	struct field f;

	if (!record_field(&c->image_record, FIELD_KERNEL, &f))
		return;
	c->kernel = f.text;
	c->kernel_found = 1;
	/* The initrd that was found comes first, then what the map adds. */
	memcpy(named, c->initrd, sizeof(named));
	c->initrds = 0;
	add_initrds(c, &c->image_record, 1);
	for (size_t i = 0; i < named_n && c->initrds < CLIENT_INITRD_MAX; i++)
		c->initrd[c->initrds++] = named[i];
}

static void
take_kernel(struct client *c)
{
	unsigned levels = c->of_menu ? 1u << IMAGE : 1u << OWN | 1u << IMAGE;
	struct field f;

	if (c->menu)
		return;
	if (!first(c, levels, FIELD_KERNEL, &f) ||
	    (f.found && !found_is_wanted(c))) {
		if (!c->of_menu &&
		    record_field(&c->default_record, FIELD_KERNEL, &f))
			c->kernel = f.text;
		return;
	}
	if (f.found)
		merge_found_kernel(c);
	else
		c->kernel = f.text;
}

/* In a menu the image's alone, as with its kernel. */
static void
take_preseed(struct client *c)
{
	c->preseed = first_text(c, c->of_menu ? 1u << IMAGE : ANY_BUT_NET,
	    FIELD_PRESEED);
	if (c->preseed != NULL && strcmp(c->preseed, MAP_NONE) == 0)
		c->preseed = NULL;
}

/*
 * Before what the map says: behind a "---" or "--" in it are arguments of
 * another system.
 */
static void
add_installer_args(struct client *c)
{
	const char *more = preseed_args(c->args);
	const size_t n = strlen(c->args), more_n = strlen(more);

	if (more_n + n >= sizeof(c->args))
		return;
	memmove(c->args + more_n, c->args, n + 1);
	memcpy(c->args, more, more_n);
	if (n == 0 && more_n > 0)
		c->args[more_n - 1] = '\0';	/* the blank */
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

void
merge_words(struct client *c)
{
	struct field f;

	c->name = first_text(c, 1u << OWN, FIELD_NAME);
	take_preseed(c);
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
	if (c->preseed != NULL && c->kernel != NULL)
		add_installer_args(c);
}

/* The first quirk= that begins with n bytes of a word, NULL: there is none. */
static const char *
quirk_text(const struct client *c, const char *word, size_t n)
{
	const struct record *r[LEVELS];
	struct field f;
	size_t pos;

	level_records(c, r);
	for (int i = 0; i < LEVELS; i++)
		for (pos = 0; record_next(r[i], &pos, &f) == 1;)
			if (f.tag == FIELD_QUIRK &&
			    strncmp(f.text, word, n) == 0)
				return f.text;
	return NULL;
}

int
client_quirk(const struct client *c, const char *word)
{
	return quirk_text(c, word, strlen(word) + 1) != NULL;
}

unsigned
client_quirk_number(const struct client *c, const char *word)
{
	const char *text = quirk_text(c, word, strlen(word));
	const char *error;
	long long n;

	if (text == NULL)
		return 0;
	n = strtonum(text + strlen(word), 0, UINT16_MAX, &error);
	return error == NULL ? (unsigned)n : 0;
}
