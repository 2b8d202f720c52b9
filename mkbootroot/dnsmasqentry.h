/*
 * A value of dnsmasq(8)'s configuration, at its commas, and the tags that choose
 * among such values. Pure.
 */
#ifndef DNSMASQENTRY_H
#define DNSMASQENTRY_H

#include <stddef.h>

#define PIECES_MAX 32
#define TAGS_MAX 64

struct entry {
	unsigned from;
	char *piece[PIECES_MAX];
	size_t n, at;		/* at: the first piece behind the tags */
};

struct entries {
	struct entry *list;
	size_t n, size;
};

struct tags {
	const char *name[TAGS_MAX];
	size_t n;
};

/* What follows a prefix; NULL: the text does not begin so. */
const char *text_behind(const char *s, const char *prefix);

/* Without the blanks at both ends; the text is changed. */
char *text_trim(char *s);

/* What is behind "set:", behind "tag:", or "net:" for both; NULL: neither. */
const char *entry_set(const char *piece);
const char *entry_tag(const char *piece);

/*
 * A value of line `from`, which is taken apart where it stands: quotes go, and
 * no comma between them counts. NULL: there is no memory. Free e->list.
 */
struct entry *entries_add(struct entries *e, unsigned from, char *value);

/* Sets e->at behind the tags that a value begins with. */
void entry_pass_tags(struct entry *e);

void tags_add(struct tags *t, const char *name);

/* The number of an option that speaks of booting; 0: it is none of these. */
unsigned entry_option(const struct entry *e);

/*
 * The value that dnsmasq takes for a client with these tags: the last one
 * whose tags all match, else the last one without tags; NULL: there is none.
 * option is the number of a DHCP option of dhcp-option; 0: any value.
 */
const struct entry *entries_choose(const struct entries *all, unsigned option,
    const struct tags *t);

/* Whether a value is for clients with one of these tags. */
int entry_is_for(const struct entry *e, const struct tags *t);

#endif
