/*
 * Line by line, so that a file with a mistake in it is still seen to be what it is,
 * and its mistake is named.
 */
#include <string.h>
#include <strings.h>

#include "mkbootroot/answers/answerskind.h"
#include "mkbootroot/answers/answersline.h"

/* Whether n bytes are the word. */
static int
is(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && memcmp(s, word, n) == 0;
}

static int
begins(const struct answers_line *l, const char *word)
{
	return l->n >= strlen(word) && memcmp(l->s, word, strlen(word)) == 0;
}

/* Whether there is a text anywhere in the bytes. */
static int
has(const char *bytes, size_t n, const char *text)
{
	return memmem(bytes, n, text, strlen(text)) != NULL;
}

/* Whether a line at the left margin begins so, as the keys of YAML's top do. */
static int
has_line(const char *bytes, size_t n, const char *begin)
{
	struct answers_lines all = {bytes, n, 0};
	struct answers_line l;

	while (answers_line_next(&all, &l))
		if (begins(&l, begin))
			return 1;
	return 0;
}

static int
is_user_data(const char *bytes, size_t n)
{
	/* What cloud-init takes for its own; scripts are taken for others' as well. */
	static const char *const begins[] = {"#cloud-config", "#cloud-boothook",
	    "#include", "#part-handler", "## template:",
	    "content-type: multipart"};

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (answers_begin(bytes, n, begins[i]))
			return 1;
	return 0;
}

/* By the first line, as cloud-init does (docs.cloud-init.io, "User-data formats"). */
static enum answers_kind
see_user_data(const char *bytes, size_t n)
{
	return has_line(bytes, n, "autoinstall:") ? ANSWERS_AUTOINSTALL :
	    ANSWERS_CLOUD_CONFIG;
}

static enum answers_kind
see_xml(const char *bytes, size_t n)
{
	if (has(bytes, n, "<unattend"))
		return ANSWERS_UNATTEND;
	return has(bytes, n, "<profile") ? ANSWERS_AUTOYAST : ANSWERS_NONE;
}

/* A key of JSON or Jsonnet, quoted or not. */
static int
has_key(const char *bytes, size_t n, const char *key)
{
	const char *at = bytes, *end = bytes + n, *next;

	while ((at = memmem(at, (size_t)(end - at), key, strlen(key))) !=
	    NULL) {
		next = at + strlen(key);
		if (next < end && (*next == '"' || *next == '\''))
			next++;
		while (next < end && (*next == ' ' || *next == '+'))
			next++;
		if (next < end && *next == ':')
			return 1;
		at++;
	}
	return 0;
}

static enum answers_kind
see_json(const char *bytes, size_t n)
{
	/* Keys of Agama's profile.schema.json. */
	static const char *const keys[] = {"product", "localization", "l10n",
	    "storage", "software", "user", "root", "bootloader",
	    "legacyAutoyastStorage"};

	if (has_key(bytes, n, "ignition"))
		return ANSWERS_IGNITION;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (has_key(bytes, n, keys[i]))
			return ANSWERS_AGAMA;
	return ANSWERS_NONE;
}

/* "d-i mirror/country string manual": owner, question, type. */
static int
is_preseed(const struct answers_line *l)
{
	static const char *const types[] = {"string", "boolean", "select",
	    "multiselect", "note", "password", "text", "error", "title",
	    "seen"};
	struct answers_line words = *l;
	const char *owner, *question, *type;
	size_t owner_n, question_n, type_n;

	if (!answers_word_next(&words, &owner, &owner_n) ||
	    !answers_word_next(&words, &question, &question_n) ||
	    !answers_word_next(&words, &type, &type_n))
		return 0;
	if (memchr(question, '/', question_n) == NULL)
		return 0;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (is(type, type_n, types[i]))
			return 1;
	return 0;
}

/* "HOSTNAMEOPTS=alpine", of setup-alpine's answer files. */
static int
is_alpine(const struct answers_line *l)
{
	const char *equals = memchr(l->s, '=', l->n);
	size_t n;

	if (equals == NULL)
		return 0;
	n = (size_t)(equals - l->s);
	return n > 4 && memcmp(l->s + n - 4, "OPTS", 4) == 0 &&
	    strspn(l->s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") >= n;
}

/* By the first line that says so. */
static enum answers_kind
see_lines(const char *bytes, size_t n)
{
	struct answers_lines all = {bytes, n, 0};
	struct answers_line l, words;
	const char *word;
	size_t word_n, commands = 0;

	while (answers_line_next(&all, &l)) {
		words = l;
		if (!answers_word_next(&words, &word, &word_n) ||
		    word[0] == '#')
			continue;
		if (is_preseed(&l))
			return ANSWERS_PRESEED;
		if (is_alpine(&l))
			return ANSWERS_ALPINE;
		if (word[0] == '%' && answers_is_section(word, word_n))
			return ANSWERS_KICKSTART;
		commands += answers_is_command(word, word_n) != 0;
	}
	return commands >= 2 ? ANSWERS_KICKSTART : ANSWERS_NONE;
}

/* The first line that says anything but a comment; 0: there is none. */
static int
first_line(const char *bytes, size_t n, struct answers_line *l)
{
	struct answers_lines all = {bytes, n, 0};

	while (answers_line_next(&all, l)) {
		while (l->n > 0 && (l->s[0] == ' ' || l->s[0] == '\t')) {
			l->s++;
			l->n--;
		}
		if (l->n > 0 && l->s[0] != '#' && !begins(l, "//"))
			return 1;
	}
	return 0;
}

static enum answers_kind
see_text(const char *bytes, size_t n)
{
	struct answers_line l;

	/* A script may have lines that look like a kickstart's: "mount", "reboot". */
	if ((n >= 2 && memcmp(bytes, "#!", 2) == 0) || !first_line(bytes, n, &l))
		return ANSWERS_NONE;
	if (l.s[0] == '<')
		return see_xml(bytes, n);
	if (l.s[0] == '{' || begins(&l, "local ") || begins(&l, "function("))
		return see_json(bytes, n);
	if (has_line(bytes, n, "version: v1") &&
	    (has_line(bytes, n, "machine:") || has_line(bytes, n, "cluster:")))
		return ANSWERS_TALOS;
	if (has_line(bytes, n, "apiVersion: v1alpha1") &&
	    has_line(bytes, n, "kind: "))
		return ANSWERS_TALOS;
	if (has_line(bytes, n, "[global]"))
		return ANSWERS_PROXMOX;
	return see_lines(bytes, n);
}

enum answers_kind
answers_see(const char *name, const char *bytes, size_t n)
{
	static const struct { const char *name; enum answers_kind kind; }
	    names[] = {
		{"meta-data", ANSWERS_META_DATA},
		{"vendor-data", ANSWERS_VENDOR_DATA},
		{"network-config", ANSWERS_NETWORK_CONFIG}
	};
	if (n > 2 && memcmp(bytes, "\x1f\x8b", 2) == 0)
		return ANSWERS_APKOVL;
	if (memchr(bytes, '\0', n) != NULL)
		return ANSWERS_NONE;
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;	/* Windows' mark of UTF-8 */
		n -= 3;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i].name) == 0)
			return names[i].kind;
	if (strcmp(name, "user-data") == 0)
		return see_user_data(bytes, n);
	if (is_user_data(bytes, n))
		return see_user_data(bytes, n);
	return see_text(bytes, n);
}

int
answers_is_jsonnet(const char *bytes, size_t n)
{
	static const char *const marks[] = {"std.", "local ", "//", "/*",
	    "function(", "import ", "importstr ", "|||", "+:", "::"};
	struct answers_lines all = {bytes, n, 0};
	struct answers_line l, words;
	const char *word;
	size_t word_n;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (has(bytes, n, marks[i]) && strcmp(marks[i], "//") != 0)
			return 1;
	/* A comment; a key without quotes. */
	while (answers_line_next(&all, &l)) {
		words = l;
		if (!answers_word_next(&words, &word, &word_n))
			continue;
		if (word[0] == '#' || (word_n >= 2 &&
		    memcmp(word, "//", 2) == 0))
			return 1;
		if (((word[0] >= 'a' && word[0] <= 'z') ||
		    (word[0] >= 'A' && word[0] <= 'Z')) &&
		    word[word_n - 1] == ':')
			return 1;
	}
	return 0;
}
