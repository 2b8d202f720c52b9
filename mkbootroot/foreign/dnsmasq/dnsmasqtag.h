/*
 * dnsmasq's tags: which a client has, and whether those that an entry asks for
 * are among them, with three truth values. Tags have numbers, so that a set of
 * them costs what is in it, and no more. Pure.
 */
#ifndef DNSMASQTAG_H
#define DNSMASQTAG_H

#include <stddef.h>

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqline.h"

/* The tags that a client has. */
struct tags {
	unsigned char *truth;	/* by a tag's number, of all */
	unsigned *number;	/* those that are not TRUTH_NO */
	size_t n;
};

struct tagname {
	const char *name;
	int is_given;		/* else it is an interface's */
};

/*
 * The names that a file gives, so that others are known for what they are:
 * names of interfaces, or given elsewhere. A tag's number is its place.
 */
struct tagnames {
	struct tagname *list;	/* once sorted, each name once */
	size_t n, size;
	int has_more;		/* other files give some, which are not known */
	int has_interfaces;	/* which all have a tag, and are not known */
};

/*
 * What a text such as "tag", "!tag" or "#tag" asks for: tags from one number up to
 * another one, which is not of them. A '*' at the end of one of tag-if stands for
 * any; of others there is one, or none that is given.
 */
struct asked {
	unsigned begin, end;
	unsigned char is_not;
	unsigned char without;	/* the truth where the client has none of them */
};

/* 0; -1: there is no memory. Sort when all are there. */
int tagnames_add(struct tagnames *names, const char *name, int is_given);
void tagnames_sort(struct tagnames *names);

/* Whether a name is given nowhere in the file, and may be somewhere else. */
int tagnames_lack(const struct tagnames *names, const char *name);

/* The number of a name that is there. */
unsigned tagnames_number(const struct tagnames *names, const char *name);

/*
 * Numbers what an entry asks for and gives, in e->asked and e->given. 0; -1: there
 * is no memory. entry_unnumber() frees it.
 */
int entry_number(struct entry *e, const struct tagnames *names, int is_wild);
void entry_unnumber(struct entry *e);

/* A set with room for n tags. 0; -1: there is no memory. */
int tags_new(struct tags *t, size_t n);
void tags_free(struct tags *t);
void tags_clear(struct tags *t);
void tags_copy(struct tags *t, const struct tags *from);

/* What is given twice has the better of both truths. Whether it is any better. */
int tags_add(struct tags *t, unsigned number, enum truth truth);

/* Whether a client has what is asked for. */
enum truth tag_asked(const struct asked *a, const struct tags *t);

/*
 * Whether it has all that an entry asks for. without: the answer for an entry
 * that asks for nothing.
 */
enum truth tags_asked(const struct entry *e, const struct tags *t,
    enum truth without);

#endif
