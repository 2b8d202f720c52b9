/*
 * dnsmasq's tags: which a client has, and whether those that an entry asks for
 * are among them, with three truth values. Pure.
 */
#ifndef DNSMASQTAG_H
#define DNSMASQTAG_H

#include <stddef.h>

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqline.h"

#define TAGS_MAX 128

struct tags {
	const char *name[TAGS_MAX];
	enum truth truth[TAGS_MAX];
	size_t n;
	int is_full;		/* one found no room */
};

/*
 * The names that a file gives, so that others are known for what they are:
 * names of interfaces, or given elsewhere.
 */
struct tagnames {
	const char **name;	/* sorted */
	size_t n, size;
	int has_more;		/* other files give some, which are not known */
	int has_interfaces;	/* which all have a tag, and are not known */
};

/* What is given twice has the better of both truths. */
void tags_add(struct tags *t, const char *name, enum truth truth);

/*
 * Whether a client has what a text such as "tag", "!tag" or "#tag" asks for.
 * is_wild: a '*' at its end stands for any.
 */
enum truth tag_asked(const char *text, const struct tags *t,
    const struct tagnames *names, int is_wild);

/*
 * Whether it has all that an entry asks for. without: the answer for an entry
 * that asks for nothing.
 */
enum truth tags_asked(const struct entry *e, const struct tags *t,
    const struct tagnames *names, enum truth without);

/* Gives what tag-if gives: entries, in their order, each once. */
void tags_if(struct tags *t, void *const *rules, size_t n,
    const struct tagnames *names);

/* Whether a name is given nowhere in the file, and may be somewhere else. */
int tagnames_lack(const struct tagnames *names, const char *name);

/* 0; -1: there is no memory. Sort when all are there. */
int tagnames_add(struct tagnames *names, const char *name);
void tagnames_sort(struct tagnames *names);

enum truth truth_and(enum truth a, enum truth b);

#endif
