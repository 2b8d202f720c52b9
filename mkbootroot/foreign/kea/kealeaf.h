/*
 * The parts of an expression of Kea that have no others in them, for its parser
 * in keaexpression.c. Pure.
 */
#ifndef KEALEAF_H
#define KEALEAF_H

#include <stddef.h>

#include "mkbootroot/foreign/kea/keaexpression.h"

struct kea_parser {
	const char *text, *s;		/* all of it, and what is left */
	struct kea_expression *e;
	int depth, wrong;
};

/* It is not understood here: NULL, for who has a node to give. */
struct kea_node *kealeaf_wrong(struct kea_parser *p);

/* A node that begins at a place; then, what it is: up to here. */
struct kea_node *kealeaf_new(struct kea_parser *p, enum kea_kind kind,
    const char *from);
struct kea_node *kealeaf_end(const struct kea_parser *p, struct kea_node *n);

void kealeaf_blanks(struct kea_parser *p);

/* Takes a sign, or a word, if it is next. */
int kealeaf_sign(struct kea_parser *p, const char *text);
int kealeaf_word(struct kea_parser *p, char *buf, size_t size);

/* 'text'; 0x0102; 12 or 10.0.0.1; pkt4.mac, of which the base is taken. */
struct kea_node *kealeaf_text(struct kea_parser *p, enum kea_kind kind);
struct kea_node *kealeaf_hex(struct kea_parser *p);
struct kea_node *kealeaf_digits(struct kea_parser *p);
struct kea_node *kealeaf_field(struct kea_parser *p, const char *from,
    const char *base);

#endif
