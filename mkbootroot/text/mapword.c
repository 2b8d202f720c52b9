/*
 * The words of clients(5). Each is a line of one table: its field, what its
 * value must be, and the lines that it may stand in.
 */
#include <string.h>

#include "daemon/log.h"
#include "map/client.h"
#include "mkbootroot/text/mapvalue.h"
#include "mkbootroot/text/mapword.h"
#include "mkbootroot/text/wordanswers.h"
#include "mkbootroot/text/wordarch.h"
#include "mkbootroot/text/wordclass.h"
#include "mkbootroot/text/worddistance.h"
#include "mkbootroot/text/wordonce.h"
#include "mkbootroot/text/wordvalue.h"

#define CLIENTS (SUBJECT_MAC | SUBJECT_UUID)
#define LINES (CLIENTS | SUBJECT_PREFIX)
#define BOOTERS (LINES | SUBJECT_DEFAULT | SUBJECT_GROUP)
#define ALL (BOOTERS | SUBJECT_NET | SUBJECT_IMAGE)

static const struct word {
	const char *name;
	enum form form;
	enum map_field tag;
	int subjects;
} words[] = {
	{ "boot", FORM_IMAGE, FIELD_BOOT, BOOTERS | SUBJECT_NET },
	{ "local", FORM_FLAG, FIELD_LOCAL, BOOTERS | SUBJECT_NET },
	{ "ignore", FORM_FLAG, FIELD_IGNORE, BOOTERS | SUBJECT_NET },
	{ "group", FORM_NAME, FIELD_GROUP, LINES },
	{ "kernel", FORM_PATH, FIELD_KERNEL, BOOTERS | SUBJECT_IMAGE },
	{ "initrd", FORM_PATH, FIELD_INITRD, BOOTERS | SUBJECT_IMAGE },
	{ "args", FORM_ARGS, FIELD_ARGS, BOOTERS | SUBJECT_IMAGE },
	{ "preseed", FORM_PATH, FIELD_PRESEED, BOOTERS | SUBJECT_IMAGE },
	{ "answers", FORM_ANSWERS, FIELD_ANSWERS, ALL },
	{ "ipxe", FORM_LOCATION, FIELD_IPXE, BOOTERS | SUBJECT_IMAGE },
	{ "ip", FORM_ADDRESS, FIELD_IP, CLIENTS },
	{ "mac", FORM_MAC, FIELD_MAC, SUBJECT_UUID },
	{ "class", FORM_CLASS, FIELD_CLASS, BOOTERS | SUBJECT_IMAGE },
	{ "file", FORM_BOOTFILE, FIELD_CLASS_FILE, BOOTERS | SUBJECT_IMAGE },
	{ "server", FORM_ADDRESS, FIELD_SERVER, ALL },
	{ "rank-delay", FORM_MILLISECONDS, FIELD_RANK_DELAY,
	    SUBJECT_DEFAULT | SUBJECT_NET | SUBJECT_IMAGE },
	{ "servername", FORM_NAME, FIELD_SERVERNAME, ALL },
	{ "http", FORM_HTTP, FIELD_HTTP, ALL },
	{ "router", FORM_ADDRESS, FIELD_ROUTER, BOOTERS | SUBJECT_NET },
	{ "dns", FORM_ADDRESS, FIELD_DNS, BOOTERS | SUBJECT_NET },
	{ "lease", FORM_SECONDS, FIELD_LEASE, BOOTERS | SUBJECT_NET },
	{ "quirk", FORM_QUIRK, FIELD_QUIRK, BOOTERS | SUBJECT_IMAGE },
	{ "from", FORM_PATTERN, FIELD_FROM, SUBJECT_REMAP },
	{ "to", FORM_REPLACEMENT, FIELD_TO, SUBJECT_REMAP },
	{ "nocase", FORM_RULE, FIELD_RULE, SUBJECT_REMAP },
	{ "all", FORM_RULE, FIELD_RULE, SUBJECT_REMAP },
	{ "not", FORM_RULE, FIELD_RULE, SUBJECT_REMAP },
	{ "refuse", FORM_RULE, FIELD_RULE, SUBJECT_REMAP },
	{ "last", FORM_RULE, FIELD_RULE, SUBJECT_REMAP },
	{ "get", FORM_RULE, FIELD_RULE, SUBJECT_REMAP },
	{ "put", FORM_RULE, FIELD_RULE, SUBJECT_REMAP },
};

#define WORDS (sizeof(words) / sizeof(words[0]))

/* Only for word_near(): arch_number() and wordonce_is() know them. */
static const char *const more_words[] = {
	"bios", "ia32", "x64", "arm64", "arm32", "riscv64", "loong64",
	"uboot", "rpi", "once"
};

/* What other programs call it, and it is called here. */
static const struct {
	const char *theirs, *ours;
} other_names[] = {
	{ "append", "args" }, { "cmdline", "args" }, { "options", "args" },
	{ "disk", "local" }, { "localboot", "local" },
	{ "efi", "x64" }, { "uefi", "x64" }, { "pxe", "bios" },
	{ "linux", "kernel" }, { "initramfs", "initrd" },
	{ "ethernet", "mac" }, { "hwaddr", "mac" },
	{ "address", "ip" }, { "fixed-address", "ip" },
	{ "gateway", "router" }, { "routers", "router" },
	{ "nameserver", "dns" }, { "next-server", "server" },
	{ "tftp", "server" }, { "kickstart", "answers" },
	{ "ks", "answers" }, { "autoinstall", "answers" },
};

/* The known word that is nearest to one that is not; NULL: none is near. */
static const char *
word_near(const char *name)
{
	const char *best = NULL;
	size_t i, nearest = strlen(name) <= 3 ? 2 : 3;

	for (i = 0; i < sizeof(other_names) / sizeof(other_names[0]); i++)
		if (strcmp(name, other_names[i].theirs) == 0)
			return other_names[i].ours;
	for (i = 0; i < WORDS; i++)
		if (word_is_nearer(name, words[i].name, &nearest))
			best = words[i].name;
	for (i = 0; i < sizeof(more_words) / sizeof(more_words[0]); i++)
		if (word_is_nearer(name, more_words[i], &nearest))
			best = more_words[i];
	return best;
}

static const struct word *
find(const char *name)
{
	size_t i;

	for (i = 0; i < WORDS; i++)
		if (name[0] == words[i].name[0] &&
		    name[1] == words[i].name[1] &&
		    strcmp(name, words[i].name) == 0)
			return &words[i];
	return NULL;
}

/* Whether a word stands without a value. */
static int
is_bare(const struct word *w)
{
	return w->form == FORM_FLAG || w->form == FORM_RULE;
}

static void
unknown(struct draft *d, const char *name, const char *value)
{
	char shown[LOG_VISIBLE_SIZE(64)];
	const char *near = word_near(name), *equals = value ? "=" : "";
	const char *quotes = d->in_args ? ": arguments with blanks stand in "
	    "quotes, as in args=\"a b\"" : "";
	const struct word *w;

	if (name[0] == '\0') {
		draft_mistake(d, "no word before the =");
		return;
	}
	log_visible(shown, sizeof(shown), name, strlen(name));
	if (near == NULL) {
		draft_mistake(d, "unknown word \"%s%s\"%s", shown, equals,
		    quotes);
		return;
	}
	w = find(near);
	draft_mistake(d, "unknown word \"%s%s\": is it \"%s%s\"?%s%s", shown,
	    equals, near, wordonce_is(near) || (w != NULL && is_bare(w)) ?
	    "" : "=", d->in_args ? " If not" : "", quotes);
}

/* Whether this action is the second of the line; says so. */
static int
second_action(struct draft *d, const struct word *w)
{
	if (w->tag != FIELD_BOOT && w->tag != FIELD_LOCAL &&
	    w->tag != FIELD_IGNORE)
		return 0;
	if (d->action != NULL) {
		draft_mistake(d, "%s and %s: a line has one of boot=, local "
		    "and ignore", d->action, w->name);
		return 1;
	}
	d->action = w->name;
	return 0;
}

static int
too_many_servers(struct draft *d, const char *value)
{
	unsigned char a[4];

	if (++d->servers > CLIENT_SERVER_MAX) {
		draft_mistake(d, "more than %d server=", CLIENT_SERVER_MAX);
		return 1;
	}
	if (value_address(value, a) == NULL &&
	    draft_has_value(d, FIELD_SERVER, a, sizeof(a))) {
		draft_mistake(d, "server=%s twice", value);
		return 1;
	}
	return 0;
}

/* Words that may stand twice in a line, and those that may not. */
static int
too_often(struct draft *d, const struct word *w, const char *value)
{
	if (w->tag == FIELD_INITRD) {
		if (++d->initrds > CLIENT_INITRD_MAX) {
			draft_mistake(d, "more than %d initrd=",
			    CLIENT_INITRD_MAX);
			return 1;
		}
	} else if (w->tag == FIELD_DNS) {
		if (++d->dns > CLIENT_DNS_MAX) {
			draft_mistake(d, "more than %d dns=", CLIENT_DNS_MAX);
			return 1;
		}
	} else if (w->tag == FIELD_SERVER) {
		return too_many_servers(d, value);
	} else if (w->tag == FIELD_CLASS || w->tag == FIELD_CLASS_FILE) {
		return wordclass_is_wrong(d, w->tag, value);
	} else if (w->tag != FIELD_QUIRK && draft_has(d, w->tag, 0)) {
		draft_mistake(d, "%s= twice", w->name);
		return 1;
	}
	return 0;
}

static void
add(struct draft *d, const struct word *w, const char *name,
    const char *value)
{
	char shown[LOG_VISIBLE_SIZE(64)], said[VALUEVARIABLE_SIZE];
	unsigned char buf[WORDVALUE_SIZE];
	const char *reason;
	const void *bytes;
	size_t n;

	if (w == NULL && wordarch_add(d, name, value))
		return;
	if (w != NULL && w->form == FORM_ANSWERS &&
	    (w->subjects & (int)d->subject) != 0) {
		wordanswers_add(d, value);
		return;
	}
	if (wordonce_is(name)) {
		wordonce_add(d, value);
		return;
	}
	if (w == NULL) {
		unknown(d, name, value);
	} else if (w->tag == FIELD_MAC && d->subject == SUBJECT_MAC) {
		draft_mistake(d, "mac= belongs to a uuid: line");
	} else if (!(w->subjects & (int)d->subject)) {
		draft_mistake(d, "%s%s does not belong to %s%s", name,
		    is_bare(w) ? "" : "=", draft_subject(d),
		    w->tag == FIELD_GROUP && d->subject == SUBJECT_GROUP ?
		    ": a group has no group of its own" : "");
	} else if (is_bare(w)) {
		if (value != NULL)
			draft_mistake(d, "%s takes no value", name);
		else if (w->form == FORM_RULE)
			draft_append(d, w->tag, 0, name, strlen(name));
		else if (!second_action(d, w))
			draft_append(d, w->tag, 0, NULL, 0);
	} else if (value == NULL || (value[0] == '\0' &&
	    w->form != FORM_REPLACEMENT)) {
		draft_mistake(d, "%s= needs a value", name);
	} else if (!second_action(d, w) && !too_often(d, w, value)) {
		reason = wordvalue_bytes(w->form, value, buf, &bytes, &n,
		    said);
		if (w->tag == FIELD_CLASS)
			d->class_is_wrong = reason != NULL;
		if (reason == NULL)
			draft_append(d, w->tag, 0, bytes, n);
		else
			draft_mistake(d, "%s=%s %s", name, log_visible(shown,
			    sizeof(shown), value, strlen(value)), reason);
	}
}

void
word_add(struct draft *d, const char *name, const char *value)
{
	const struct word *w = find(name);

	add(d, w, name, value);
	/* What somebody has written there without quotes are words of ours. */
	if (w != NULL)
		d->in_args = w->tag == FIELD_ARGS && value != NULL &&
		    strchr(value, ' ') == NULL;
}
