/*
 * A line into WHO, NAME and words; the words' values are mapword's.
 */
#include <string.h>

#include "daemon/log.h"
#include "mkbootroot/text/hardware.h"
#include "mkbootroot/text/mapline.h"
#include "mkbootroot/text/mapremap.h"
#include "mkbootroot/text/mapvalue.h"
#include "mkbootroot/text/whonear.h"
#include "mkbootroot/text/wordonce.h"

/* The rest of a line; each word becomes a string where it stands. */
struct cursor {
	struct draft *d;
	char *s;
	size_t n, pos;
};

struct token {
	const char *name;
	const char *value;	/* behind "="; NULL: there is none */
};

static int
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static int
is_control(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

/*
 * The text between quotes, from the quote at pos, without its backslashes;
 * the quote that closes is passed too.
 */
static int
quoted(struct cursor *c)
{
	char *p = c->s + c->pos + 1, *end = c->s + c->n, *out = p;

	for (; p < end && *p != '"'; p++) {
		if (*p == '\t') {
			draft_mistake(c->d, "a tab between quotes");
			return -1;
		}
		if (*p == '\\') {
			if (++p == end)
				break;
			if (*p != '"' && *p != '\\') {
				draft_mistake(c->d, "only \\\" and \\\\ may "
				    "follow a backslash between quotes");
				return -1;
			}
		}
		*out++ = *p;
	}
	if (p == end) {
		draft_mistake(c->d, "the quote is not closed");
		return -1;
	}
	*out = '\0';
	p++;
	if (p < end && !is_blank(*p)) {
		draft_mistake(c->d, "text behind the closing quote");
		return -1;
	}
	c->pos = (size_t)(p - c->s);
	return 0;
}

/* 1: *t is the next word; 0: no more; -1: a mistake, the line ends here. */
static int
token_next(struct cursor *c, struct token *t)
{
	char *p = c->s + c->pos, *end = c->s + c->n;

	while (p < end && is_blank(*p))
		p++;
	if (p == end || *p == '#')
		return 0;
	*t = (struct token){ .name = p };
	while (p < end && !is_blank(*p) && *p != '=')
		p++;
	if (p < end && *p == '=') {
		*p++ = '\0';
		t->value = p;
		if (p < end && *p == '"') {
			t->value++;
			c->pos = (size_t)(p - c->s);
			return quoted(c) == -1 ? -1 : 1;
		}
		while (p < end && !is_blank(*p) && *p != '"')
			p++;
		if (p < end && *p == '"') {
			draft_mistake(c->d, "a quote inside a value: a quote "
			    "opens directly behind the =");
			return -1;
		}
	}
	c->pos = (size_t)(p - c->s) + (p < end);
	*p = '\0';
	return 1;
}

static int
key_set(unsigned char key[MAP_KEY_MAX], size_t *key_n, unsigned char letter,
    const void *bytes, size_t n)
{
	*key_n = map_key(key, letter, bytes, n);
	return 1;
}

/* "net ADDRESS/LENGTH", "image NAME", "group NAME": the second half of WHO. */
static int
who_second(struct cursor *c, const char *first, unsigned char key[MAP_KEY_MAX],
    size_t *key_n)
{
	char shown[LOG_VISIBLE_SIZE(64)];
	unsigned char net[5];
	const char *reason;
	struct token t;
	const int is_net = first[0] == 'n', is_group = first[0] == 'g';
	int got;

	c->d->subject = is_net ? SUBJECT_NET : is_group ? SUBJECT_GROUP :
	    SUBJECT_IMAGE;
	if ((got = token_next(c, &t)) != 1 || t.value != NULL) {
		if (got != -1)
			draft_mistake(c->d, "%s needs %s", first, is_net ?
			    "ADDRESS/LENGTH" : "a name");
		return -1;
	}
	reason = is_net ? value_net(t.name, net) : is_group ?
	    value_name(t.name) : value_image(t.name);
	if (c->d->subject == SUBJECT_IMAGE &&
	    strcmp(t.name, MAP_IMAGE_MENU) == 0)
		reason = "is no image: boot=menu offers all of them";
	if (reason != NULL) {
		draft_mistake(c->d, "%s %s %s", first, log_visible(shown,
		    sizeof(shown), t.name, strlen(t.name)), reason);
		return 0;
	}
	if (is_net)
		return key_set(key, key_n, MAP_KEY_NET, net, 5);
	return key_set(key, key_n, is_group ? MAP_KEY_GROUP : MAP_KEY_IMAGE,
	    t.name, strlen(t.name));
}

/* "remap": the rules are numbered from 0. */
static int
who_remap(struct draft *d, unsigned char key[MAP_KEY_MAX], size_t *key_n)
{
	unsigned char number = (unsigned char)d->remaps;

	d->subject = SUBJECT_REMAP;
	if (d->remaps < REMAP_MAX)
		return key_set(key, key_n, MAP_KEY_REMAP, &number, 1);
	draft_mistake(d, "more than %d remap lines", REMAP_MAX);
	return 0;
}

static int
is_with_second(const char *first)
{
	return strcmp(first, "net") == 0 || strcmp(first, "image") == 0 ||
	    strcmp(first, "group") == 0;
}

/* 1: the key is set; 0: WHO is wrong, words follow; -1: the line is over. */
static int
who(struct cursor *c, const struct token *t, unsigned char key[MAP_KEY_MAX],
    size_t *key_n)
{
	char shown[LOG_VISIBLE_SIZE(64)];
	unsigned char bytes[16];
	struct draft *d = c->d;
	const char *near;
	int n;

	d->subject = SUBJECT_MAC;
	if (t->value == NULL && value_mac(t->name, bytes) == 0)
		return key_set(key, key_n, MAP_KEY_MAC, bytes, 6);
	if (t->value == NULL && strcmp(t->name, "default") == 0) {
		d->subject = SUBJECT_DEFAULT;
		return key_set(key, key_n, MAP_KEY_DEFAULT, NULL, 0);
	}
	if (t->value == NULL && strcmp(t->name, "remap") == 0)
		return who_remap(d, key, key_n);
	if (t->value == NULL && is_with_second(t->name))
		return who_second(c, t->name, key, key_n);
	if (t->value == NULL && strncmp(t->name, "uuid:", 5) == 0) {
		d->subject = SUBJECT_UUID;
		if (value_uuid(t->name + 5, bytes) == 0)
			return key_set(key, key_n, MAP_KEY_UUID, bytes, 16);
		draft_mistake(d, "%s is not a UUID", log_visible(shown,
		    sizeof(shown), t->name + 5, strlen(t->name + 5)));
		return 0;
	}
	if (t->value == NULL && strchr(t->name, '*') != NULL) {
		d->subject = SUBJECT_PREFIX;
		if ((n = value_prefix(t->name, bytes)) != -1)
			return key_set(key, key_n, MAP_KEY_PREFIX, bytes,
			    (size_t)n);
		draft_mistake(d, "%s is not the beginning of a MAC address: "
		    "1 to 5 whole octets and *%s", log_visible(shown,
		    sizeof(shown), t->name, strlen(t->name)),
		    strcmp(t->name, "*") == 0 ? "; for all others: default" :
		    "");
		return 0;
	}
	d->subject = SUBJECT_UNKNOWN;
	if (t->value != NULL && is_with_second(t->name)) {
		draft_mistake(d, "%s= at the beginning of a line: write %s "
		    "and a blank", t->name, t->name);
		return 0;
	}
	near = who_near(t->name);
	draft_mistake(d, "%s is not a MAC address, uuid:, group, net, image, "
	    "remap or default%s%s%s", log_visible(shown, sizeof(shown), t->name,
	    strlen(t->name)), near == NULL ? "" : ": is it ",
	    near == NULL ? "" : near, near == NULL ? "" : "?");
	return 0;
}

/* The words without a value, which could be names. */
static int
is_flag_word(const char *s)
{
	return strcmp(s, "local") == 0 || strcmp(s, "ignore") == 0 ||
	    wordonce_is(s);
}

/* What stands in NAME's place and is none. */
static void
no_name(struct draft *d, const struct token *t)
{
	char shown[LOG_VISIBLE_SIZE(64)];
	unsigned char mac[6];

	log_visible(shown, sizeof(shown), t->name, strlen(t->name));
	if (t->value != NULL || is_flag_word(t->name)) {
		draft_mistake(d, "%s%s stands where the name belongs: write "
		    "- for no name", shown, t->value != NULL ? "=" : "");
		word_add(d, t->name, t->value);
	} else if (!(d->subject & (SUBJECT_MAC | SUBJECT_UUID))) {
		draft_mistake(d, "%s: only a client has a name, write -",
		    shown);
	} else if (value_mac(t->name, mac) == 0) {
		draft_mistake(d, "%s stands where the name belongs: the MAC "
		    "address is the first word of a line", shown);
	} else
		draft_mistake(d, "%s %s", shown, value_name(t->name));
}

/* NAME; a word in its place is a forgotten name. */
static void
name(struct draft *d, const struct token *t)
{
	if (t->value == NULL && strcmp(t->name, "-") == 0)
		return;
	if (t->value != NULL || is_flag_word(t->name) ||
	    !(d->subject & (SUBJECT_MAC | SUBJECT_UUID)) ||
	    value_name(t->name) != NULL)
		no_name(d, t);
	else
		draft_append(d, FIELD_NAME, 0, t->name, strlen(t->name));
}

/* Whether the line has a control character; that is a mistake. */
static int
has_control(struct draft *d, const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && !is_control(s[i]))
		i++;
	if (i == n)
		return 0;
	draft_mistake(d, "a control character, \\%03o",
	    (unsigned char)s[i]);
	return 1;
}

/* Whether the first line begins with a mark of Windows' editors; that is a mistake. */
static int
has_mark(struct draft *d, const char *s, size_t n)
{
	if (d->line != 1 || n < 2)
		return 0;
	if (memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0)
		draft_mistake(d, "it is written in UTF-16: write it in UTF-8");
	else if (n > 2 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		draft_mistake(d, "it begins with a byte order mark (BOM): write "
		    "it without");
	else
		return 0;
	return 1;
}

int
mapline_parse(struct draft *d, char *s, size_t n,
    unsigned char key[MAP_KEY_MAX], size_t *key_n)
{
	struct cursor c = { .d = d, .s = s, .n = n };
	struct token t;
	int got, known;

	d->n = RECORD_START;
	if (n > 0 && s[n - 1] == '\r')
		c.n = --n;
	if (has_mark(d, s, n) || has_control(d, s, n))
		return 0;
	if (token_next(&c, &t) != 1)
		return 0;
	if ((known = who(&c, &t, key, key_n)) == -1)
		return 0;
	if ((got = token_next(&c, &t)) == 1)
		name(d, &t);
	else if (got == 0)
		draft_mistake(d, "the name is missing: write - for no name");
	while (got == 1 && (got = token_next(&c, &t)) == 1)
		word_add(d, t.name, t.value);
	if (got == 0 && d->subject == SUBJECT_REMAP)
		remap_check(d);
	else if (got == 0)
		wordonce_check(d);
	return known;
}
