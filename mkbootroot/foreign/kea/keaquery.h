/*
 * A client as Kea sees it while it classifies: what its message says, and the
 * classes that it is in so far. Pure.
 */
#ifndef KEAQUERY_H
#define KEAQUERY_H

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/kea/keaexpression.h"
#include "mkbootroot/foreign/kea/keavalue.h"

struct kea_class;

struct kea_member {
	const char *name;
	const struct kea_class *class;	/* NULL: the file has none */
	enum truth is;
	int was_tested;		/* by an expression: it may be tested again */
	size_t next;		/* of those without a class, + 1; 0: none */
	const struct kea_node *unknown;	/* what could not be known for it */
};

struct kea_query {
	const struct asker *asker;
	struct kea_member *member;	/* in the order in which they came */
	size_t members, size;
	size_t *at;		/* of each class of the file: its member, + 1 */
	size_t others;		/* the last member that has no class, + 1 */
	/* The first part of an expression that could not be known. */
	const struct kea_node *unknown;
};

/* What the client says at a field, and whether it says it. */
void kea_query_field(const struct kea_query *q, const struct kea_node *n,
    struct kea_value *v);
enum truth kea_query_exists(const struct kea_query *q,
    const struct kea_node *n);

/*
 * The membership of a name, which is that of the file's class before class_at
 * (0: of none); NULL: there is none.
 */
struct kea_member *kea_query_find(const struct kea_query *q,
    size_t class_at, const char *name);

/* Whether it is in the class of a name. */
enum truth kea_query_member(const struct kea_query *q, size_t class_at,
    const char *name);

/*
 * Whether a test holds; what it would have to know is left in q->unknown.
 * An expression that is none is unknown.
 */
enum truth kea_evaluate(struct kea_query *q, const struct kea_expression *e);

/*
 * Calls found() for each card, or beginning of one, that a test compares the
 * client's with.
 */
void kea_cards(const struct kea_expression *e,
    void (*found)(void *arg, const unsigned char mac[6], int octets),
    void *arg);

#endif
