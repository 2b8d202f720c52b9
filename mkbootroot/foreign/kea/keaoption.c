/*
 * option-data: the options that say what a client boots, by number or by name,
 * as text or in hexadecimal.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keamember.h"

#define DATA_MAX 512

/* Options of which something becomes of the lines, or is named. */
static const struct {
	const char *name;
	unsigned code;
} names[] = {
	{ "routers", 3 }, { "domain-name-servers", 6 }, { "root-path", 17 },
	{ "vendor-encapsulated-options", 43 },
	{ "dhcp-server-identifier", 54 }, { "vendor-class-identifier", 60 },
	{ "tftp-server-name", 66 }, { "boot-file-name", 67 },
};

/* The number of a name in the file's own definitions; 0: not there. */
static unsigned
code_defined(const json_t *defs, const char *name)
{
	const json_t *def;
	size_t i;

	json_array_foreach(defs, i, def) {
		const char *defined = json_string_value(
		    json_object_get(def, "name"));
		const char *space = json_string_value(
		    json_object_get(def, "space"));

		if (defined != NULL && strcmp(defined, name) == 0 &&
		    (space == NULL || strcmp(space, "dhcp4") == 0))
			return (unsigned)json_integer_value(
			    json_object_get(def, "code"));
	}
	return 0;
}

static unsigned
code_of(const json_t *option, const json_t *defs)
{
	const json_t *code = json_object_get(option, "code");
	const char *name = json_string_value(json_object_get(option, "name"));

	if (json_is_integer(code))
		return (unsigned)json_integer_value(code);
	for (size_t i = 0; name != NULL &&
	    i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].code;
	return name == NULL ? 0 : code_defined(defs, name);
}

static int
is_address_option(unsigned code)
{
	return code == 3 || code == 6 || code == 54 || code == 150;
}

static unsigned
digit(char c)
{
	return isdigit((unsigned char)c) ? (unsigned)(c - '0') :
	    (unsigned)(tolower((unsigned char)c) - 'a') + 10;
}

/* Hexadecimal digits, with 0x, blanks or colons. -1: it is something else. */
static int
bytes_of(const char *text, unsigned char bytes[DATA_MAX])
{
	int n = 0, half = 0;

	if (strncmp(text, "0x", 2) == 0)
		text += 2;
	for (; *text != '\0'; text++) {
		if (*text == ' ' || *text == ':')
			continue;
		if (!isxdigit((unsigned char)*text) || n == DATA_MAX)
			return -1;
		bytes[n] = (unsigned char)(half ? (unsigned)bytes[n] <<
		    4 | digit(*text) : digit(*text));
		n += half;
		half = !half;
	}
	return half ? -1 : n;
}

/* What they are as text; NULL: they cannot be that. */
static const char *
text_of_bytes(struct kea *k, unsigned code, const unsigned char *bytes, int n)
{
	char text[DATA_MAX * 4 + 1];
	size_t at = 0;

	if (!is_address_option(code)) {
		while (n > 0 && bytes[n - 1] == '\0')
			n--;
		if (memchr(bytes, '\0', (size_t)n) != NULL)
			return NULL;
		snprintf(text, sizeof(text), "%.*s", n,
		    (const char *)bytes);
		return imported_keep(k->im, text);
	}
	if (n == 0 || n % 4 != 0)
		return NULL;
	for (int i = 0; i < n; i += 4)
		at += (size_t)snprintf(text + at, sizeof(text) - at,
		    "%s%u.%u.%u.%u", i == 0 ? "" : ", ", bytes[i],
		    bytes[i + 1], bytes[i + 2], bytes[i + 3]);
	return imported_keep(k->im, text);
}

/* Without a definition an option is in hexadecimal. */
static int
is_hexadecimal(const json_t *option, const json_t *defs, unsigned code)
{
	const json_t *def;
	size_t i;

	if (json_is_boolean(json_object_get(option, "csv-format")))
		return !kea_is(option, "csv-format", 1);
	if (code != 150)
		return 0;
	json_array_foreach(defs, i, def)
		if (json_integer_value(json_object_get(def, "code")) == 150)
			return 0;
	return 1;
}

/* The last of several counts in one version of Kea: not for each. */
static void
name_second(struct kea *k, const struct kea_scope *s,
    const struct kea_option *o)
{
	for (const struct kea_option *p = s->option; p < o; p++)
		if (p->code == o->code)
			imported_refuse(k->im, o->from, o->text == NULL ?
			    "-" : o->text, "is of an option that stands "
			    "twice here");
}

static void
take(struct kea *k, const json_t *object, const json_t *defs,
    struct kea_option *o)
{
	const char *data = kea_text(k, object, "data");
	unsigned char bytes[DATA_MAX];
	int n;

	o->code = code_of(object, defs);
	o->from = kea_line_of(object, "data");
	if (o->from == 0)
		o->from = kea_line(object);
	if (data == NULL || kea_is(object, "never-send", 0))
		return;
	o->text = data;
	if (is_hexadecimal(object, defs, o->code)) {
		n = bytes_of(data, bytes);
		o->text = n == -1 ? NULL : text_of_bytes(k, o->code, bytes, n);
		if (o->text == NULL)
			imported_refuse(k->im, o->from, data,
			    "is not what its option has");
	}
	if (json_object_get(object, "client-classes") != NULL)
		imported_refuse(k->im, o->from, data,
		    "is an option with classes of its own");
	if (o->code == 67 && o->text != NULL)
		kea_note_file(k, o->from);
}

/* Whether it is one of those that a client boots by. */
static int
matters(unsigned code)
{
	return is_address_option(code) || code == 17 || code == 43 ||
	    code == 60 || code == 66 || code == 67 || code == 175 ||
	    (code >= 208 && code <= 211);
}

void
kea_options_read(struct kea *k, const json_t *object, const json_t *defs,
    struct kea_scope *s)
{
	const json_t *list = json_object_get(object, "option-data"), *option;
	const char *space;
	size_t i;

	s->option = kea_keep(k, json_array_size(list), sizeof(*s->option));
	json_array_foreach(list, i, option) {
		if (s->option == NULL)
			return;
		space = json_string_value(json_object_get(option, "space"));
		if ((space != NULL && strcmp(space, "dhcp4") != 0) ||
		    !matters(code_of(option, defs)))
			continue;
		take(k, option, defs, &s->option[s->options]);
		name_second(k, s, &s->option[s->options++]);
	}
}
