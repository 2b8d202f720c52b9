/*
 * Tags as dnsmasq compares them: dhcp-common.c's match_netid() and run_tag_if()
 * are the model of what has to come out.
 */
#include <bsd/stdlib.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqtag.h"

enum truth
truth_and(enum truth a, enum truth b)
{
	if (a == TRUTH_NO || b == TRUTH_NO)
		return TRUTH_NO;
	return a == TRUTH_UNKNOWN || b == TRUTH_UNKNOWN ? TRUTH_UNKNOWN :
	    TRUTH_YES;
}

void
tags_add(struct tags *t, const char *name, enum truth truth)
{
	if (truth == TRUTH_NO)
		return;
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->name[i], name) == 0) {
			if (truth == TRUTH_YES)
				t->truth[i] = TRUTH_YES;
			return;
		}
	if (t->n == TAGS_MAX) {
		t->is_full = 1;
		return;
	}
	t->name[t->n] = name;
	t->truth[t->n++] = truth;
}

static int
by_name(const void *key, const void *name)
{
	return strcmp(key, *(const char *const *)name);
}

static int
by_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int
tagnames_add(struct tagnames *names, const char *name)
{
	const size_t size = names->size + names->size / 2 + 64;
	const char **list;

	if (names->n == names->size) {
		if ((list = reallocarray(names->name, size,
		    sizeof(*list))) == NULL)
			return -1;
		names->name = list;
		names->size = size;
	}
	names->name[names->n++] = name;
	return 0;
}

void
tagnames_sort(struct tagnames *names)
{
	if (names->n > 0)
		qsort(names->name, names->n, sizeof(*names->name), by_names);
}

/* "eth0", "enp3s0", "br-lan", "lan": a name like an interface's. */
static int
is_like_interface(const char *name)
{
	static const char *const begin[] = { "bond", "br", "dummy", "en", "eth",
	    "ib", "igb", "em", "ix", "lan", "re", "tap", "team", "tun", "usb",
	    "veth", "virbr", "vlan", "vmbr", "vtnet", "wan", "wl", "ww" };
	size_t n;

	for (size_t i = 0; i < sizeof(begin) / sizeof(begin[0]); i++) {
		n = strlen(begin[i]);
		if (strncmp(name, begin[i], n) == 0 && (name[n] == '\0' ||
		    name[n] == '-' || strpbrk(name + n, "0123456789") != NULL))
			return 1;
	}
	return 0;
}

int
tagnames_lack(const struct tagnames *names, const char *name)
{
	return (names->has_more || names->has_interfaces) &&
	    (names->n == 0 || bsearch(name, names->name, names->n,
	    sizeof(*names->name), by_name) == NULL);
}

/* Whether a tag that the client was not given may be one that it has. */
static enum truth
not_given(const struct tagnames *names, const char *name)
{
	return tagnames_lack(names, name) &&
	    (names->has_more || is_like_interface(name)) ? TRUTH_UNKNOWN :
	    TRUTH_NO;
}

enum truth
tag_asked(const char *text, const struct tags *t, const struct tagnames *names,
    int is_wild)
{
	const int is_not = text[0] == '!' || text[0] == '#';
	const char *name = text + is_not;
	const size_t n = strlen(name);
	enum truth has = TRUTH_NO;

	is_wild = is_wild && n > 0 && name[n - 1] == '*';
	for (size_t i = 0; i < t->n && has != TRUTH_YES; i++)
		if (is_wild ? strncmp(t->name[i], name, n - 1) == 0 :
		    strcmp(t->name[i], name) == 0)
			has = t->truth[i];
	if (has == TRUTH_NO)
		has = !is_wild ? not_given(names, name) : names->has_more ||
		    names->has_interfaces ? TRUTH_UNKNOWN : TRUTH_NO;
	if (is_not && has != TRUTH_UNKNOWN)
		has = has == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
	return has;
}

enum truth
tags_asked(const struct entry *e, const struct tags *t,
    const struct tagnames *names, enum truth without)
{
	enum truth all = TRUTH_YES;

	if (e->tags == 0)
		return without;
	for (size_t i = 0; i < e->tags && all != TRUTH_NO; i++)
		all = truth_and(all, tag_asked(e->tag[i], t, names, 0));
	return all;
}

void
tags_if(struct tags *t, void *const *rules, size_t n,
    const struct tagnames *names)
{
	const struct entry *e;
	enum truth all;

	for (size_t i = 0; i < n; i++) {
		e = rules[i];
		all = TRUTH_YES;
		for (size_t j = 0; j < e->tags && all != TRUTH_NO; j++)
			all = truth_and(all, tag_asked(e->tag[j], t, names, 1));
		for (size_t j = 0; j < e->sets; j++)
			tags_add(t, e->set[j], all);
	}
}
