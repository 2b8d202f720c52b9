/*
 * The names of dnsmasq's tags: each has a number, and what entries ask for and give
 * are numbers.
 */
#include <bsd/stdlib.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqtag.h"

int
tagnames_add(struct tagnames *names, const char *name, int is_given)
{
	const size_t size = names->size + names->size / 2 + 64;
	struct tagname *list;

	if (names->n == names->size) {
		if ((list = reallocarray(names->list, size,
		    sizeof(*list))) == NULL)
			return -1;
		names->list = list;
		names->size = size;
	}
	names->list[names->n++] = (struct tagname){ name, is_given };
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct tagname *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void
tagnames_sort(struct tagnames *names)
{
	size_t n = 0;

	if (names->n == 0)
		return;
	qsort(names->list, names->n, sizeof(*names->list), by_name);
	for (size_t i = 0; i < names->n; i++)
		if (n > 0 && strcmp(names->list[n - 1].name,
		    names->list[i].name) == 0)
			names->list[n - 1].is_given |= names->list[i].is_given;
		else
			names->list[n++] = names->list[i];
	names->n = n;
}

/* The first name that does not stand before one, of which n bytes are looked at. */
static size_t
place_of(const struct tagnames *names, const char *name, size_t n)
{
	size_t low = 0, high = names->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strncmp(names->list[middle].name, name, n) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int
is_at(const struct tagnames *names, size_t at, const char *name)
{
	return at < names->n && strcmp(names->list[at].name, name) == 0;
}

unsigned
tagnames_number(const struct tagnames *names, const char *name)
{
	return (unsigned)place_of(names, name, strlen(name) + 1);
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
	const size_t at = place_of(names, name, strlen(name) + 1);

	return (names->has_more || names->has_interfaces) &&
	    !(is_at(names, at, name) && names->list[at].is_given);
}

/* Whether a tag that the client was not given may be one that it has. */
static enum truth
not_given(const struct tagnames *names, const char *name)
{
	return tagnames_lack(names, name) &&
	    (names->has_more || is_like_interface(name)) ? TRUTH_UNKNOWN :
	    TRUTH_NO;
}

static void
asked_read(struct asked *a, const char *text, const struct tagnames *names,
    int is_wild)
{
	const char *name = text + (text[0] == '!' || text[0] == '#');
	const size_t n = strlen(name);
	size_t at, end;

	a->is_not = name != text;
	if (is_wild && n > 0 && name[n - 1] == '*') {
		at = end = place_of(names, name, n - 1);
		while (end < names->n && strncmp(names->list[end].name, name,
		    n - 1) == 0)
			end++;
		a->without = names->has_more || names->has_interfaces ?
		    TRUTH_UNKNOWN : TRUTH_NO;
	} else {
		at = place_of(names, name, n + 1);
		end = at + (size_t)is_at(names, at, name);
		a->without = (unsigned char)not_given(names, name);
	}
	a->begin = (unsigned)at;
	a->end = (unsigned)end;
}

int
entry_number(struct entry *e, const struct tagnames *names, int is_wild)
{
	size_t i;

	e->asked = calloc(e->tags + 1, sizeof(*e->asked));
	e->given = calloc(e->sets + 1, sizeof(*e->given));
	if (e->asked == NULL || e->given == NULL)
		return -1;
	for (i = 0; i < e->tags; i++)
		asked_read(&e->asked[i], e->tag[i], names, is_wild);
	for (i = 0; i < e->sets; i++)
		e->given[i] = tagnames_number(names, e->set[i]);
	return 0;
}

void
entry_unnumber(struct entry *e)
{
	free(e->asked);
	free(e->given);
}
