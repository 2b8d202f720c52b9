/*
 * Definitions of options: the file's names, spaces and types.
 */
#include <bsd/stdlib.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mkbootroot/foreign/dhcpd/dhcpdname.h"
#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"

/* The number of a space; a new one where it has none. 0: there is no memory. */
static unsigned
space_number(struct dhcpd *d, const char *name)
{
	const char **space;
	size_t i;

	if (strcasecmp(name, "dhcp") == 0)
		return SPACE_DHCP;
	for (i = 0; i < d->spaces; i++)
		if (strcasecmp(d->space[i], name) == 0)
			return (unsigned)i + SPACE_OTHERS;
	space = reallocarray(d->space, i + 1, sizeof(*space));
	if (space == NULL) {
		d->im->no_memory = 1;
		return 0;
	}
	d->space = space;
	if ((d->space[i] = tree_text(d, name, strlen(name))) == NULL)
		return 0;
	d->spaces++;
	return (unsigned)i + SPACE_OTHERS;
}

static int
space_is_known(const struct dhcpd *d, const char *name)
{
	if (strcasecmp(name, "dhcp") == 0 || space_is_elsewhere(name))
		return 1;
	for (size_t i = 0; i < d->spaces; i++)
		if (strcasecmp(d->space[i], name) == 0)
			return 1;
	return 0;
}

const char *
option_space(const struct dhcpd *d, const struct dhcpd_option *o)
{
	return o->space < SPACE_OTHERS ? "" : d->space[o->space - SPACE_OTHERS];
}

unsigned
option_inside(const struct dhcpd *d, unsigned code)
{
	for (size_t i = 0; i < d->insides; i++)
		if (d->inside[i].code == code)
			return d->inside[i].space;
	return 0;
}

static const struct dhcpd_option *
option_find(const struct dhcpd *d, unsigned space, const char *name)
{
	const struct dhcpd_option *o;

	for (o = d->option; o != NULL; o = o->next)
		if (o->space == space && strcasecmp(o->name, name) == 0)
			return o;
	return space == SPACE_DHCP ? option_known(name) : NULL;
}

static struct dhcpd_option *
option_new(struct dhcpd *d, unsigned space, const char *name)
{
	struct dhcpd_option *o = tree_new(d, sizeof(*o));

	if (o == NULL || (o->name = tree_text(d, name, strlen(name))) == NULL)
		return NULL;
	o->space = space;
	o->format = "?";
	o->next = d->option;
	d->option = o;
	return o;
}

/* What has no definition but its number, or is of a space of dhcpd's own. */
static const struct dhcpd_option *
option_numbered(struct dhcpd *d, unsigned space, const char *name,
    int is_dhcpds)
{
	struct dhcpd_option *o;
	long long code = 0;

	if (strncasecmp(name, "unknown-", 8) == 0)
		code = strtonum(name + 8, 1, 65535, NULL);
	if ((code == 0 && !is_dhcpds) ||
	    (o = option_new(d, space, name)) == NULL)
		return NULL;
	o->code = (unsigned)code;
	/* Those of dhcpd's own are flags, numbers and texts: not taken apart. */
	o->format = code == 0 ? "?" : "d";
	return o;
}

const struct dhcpd_option *
option_take(struct dhcpd *d, struct dhcpd_tokens *t)
{
	const struct dhcpd_option *o;
	char first[DHCPD_TEXT_MAX];
	unsigned space = SPACE_DHCP;
	int is_dhcpds = 0;

	if (t->now != TOKEN_WORD)
		return NULL;
	memcpy(first, t->text, t->n + 1);
	tokens_next(t);
	if (token_take_mark(t, '.')) {
		if (t->now != TOKEN_WORD || !space_is_known(d, first))
			return NULL;
		is_dhcpds = space_is_elsewhere(first);
		space = space_number(d, first);
		memcpy(first, t->text, t->n + 1);
		tokens_next(t);
	}
	if ((o = option_find(d, space, first)) != NULL)
		return o;
	return option_numbered(d, space, first, is_dhcpds);
}

/* "integer 16", behind "unsigned" or not: the letter of it; 0: none. */
static char
type_integer(struct dhcpd_tokens *t)
{
	char letter = 0;

	if (!token_take(t, "integer"))
		return 0;
	if (token_take(t, "8"))
		letter = '1';
	else if (token_take(t, "16"))
		letter = '2';
	else if (token_take(t, "32"))
		letter = '4';
	return letter;
}

/* One type that is no array and no record: its letter; 0: none. */
static char
type_one(struct dhcpd *d, struct dhcpd_tokens *t, const struct dhcpd_option *o)
{
	static const struct {
		const char *word;
		char letter;
	} types[] = { { "boolean", 'f' }, { "ip-address", 'a' },
	    { "ip6-address", '?' }, { "text", 't' }, { "string", 'd' },
	    { "domain-name", '?' }, { "zerolen", 'z' } };

	if (token_take(t, "unsigned") || token_take(t, "signed") ||
	    token_is(t, "integer"))
		return type_integer(t);
	if (token_take(t, "domain-list")) {
		token_take(t, "compressed");
		return '?';
	}
	if (token_take(t, "encapsulate")) {
		if (t->now != TOKEN_WORD)
			return 0;
		if (o->space == SPACE_DHCP &&
		    d->insides < sizeof(d->inside) / sizeof(d->inside[0])) {
			d->inside[d->insides].code = o->code;
			d->inside[d->insides++].space =
			    space_number(d, t->text);
		}
		tokens_next(t);
		return 'd';
	}
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (token_take(t, types[i].word))
			return types[i].letter;
	return 0;
}

/* A type as a format. NULL: it is none. */
static const char *
type_take(struct dhcpd *d, struct dhcpd_tokens *t, const struct dhcpd_option *o)
{
	char format[16];
	size_t n = 0;
	int is_array = 0, is_record;

	if (token_take(t, "array")) {
		if (!token_take(t, "of"))
			return NULL;
		is_array = 1;
	}
	is_record = token_take_mark(t, '{');
	do {
		if (token_is(t, "array")) {
			/* One within a record: not taken apart. */
			while (t->now == TOKEN_WORD)
				tokens_next(t);
			format[n] = '?';
		} else
			format[n] = type_one(d, t, o);
		n++;
		if (format[n - 1] == 0 || n > sizeof(format) - 2)
			return NULL;
	} while (is_record && token_take_mark(t, ','));
	if (is_record && !token_take_mark(t, '}'))
		return NULL;
	if (is_array)
		format[n++] = '*';
	if (memchr(format, '?', n) != NULL)
		return "?";
	return tree_text(d, format, n);
}

/* "space NAME", with widths that change nothing here. */
static int
define_space(struct dhcpd *d, struct dhcpd_tokens *t)
{
	if (t->now != TOKEN_WORD)
		return -1;
	space_number(d, t->text);
	while (t->now == TOKEN_WORD)
		tokens_next(t);
	return token_take_mark(t, ';') ? 1 : -1;
}

int
option_define(struct dhcpd *d, struct dhcpd_tokens *t)
{
	struct dhcpd_tokens ahead;
	struct dhcpd_option *o;
	const char *space = "dhcp", *reason, *format;
	char first[DHCPD_TEXT_MAX];

	if (token_take(t, "space"))
		return define_space(d, t);
	if (t->now != TOKEN_WORD)
		return 0;
	ahead = *t;
	memcpy(first, ahead.text, ahead.n + 1);
	tokens_next(&ahead);
	if (token_take_mark(&ahead, '.')) {
		if (ahead.now != TOKEN_WORD || !space_is_known(d, first))
			return 0;
		space = tree_text(d, first, strlen(first));
		memcpy(first, ahead.text, ahead.n + 1);
		tokens_next(&ahead);
	}
	if (!token_take(&ahead, "code"))
		return 0;
	*t = ahead;
	if (space == NULL || (o = option_new(d, space_number(d, space),
	    first)) == NULL)
		return -1;
	o->code = (unsigned)strtonum(t->text, 0, 65535, &reason);
	if (reason != NULL)
		return -1;
	tokens_next(t);
	if (!token_take_mark(t, '=') ||
	    (format = type_take(d, t, o)) == NULL)
		return -1;
	o->format = format;
	return token_take_mark(t, ';') ? 1 : -1;
}
