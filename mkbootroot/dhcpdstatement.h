/*
 * dhcpd.conf(5) as statements: words, and what ends them. Pure.
 */
#ifndef DHCPDSTATEMENT_H
#define DHCPDSTATEMENT_H

#include <stddef.h>

#include "imported.h"

#define TOKENS_MAX 64

struct statement {
	struct imported *im;	/* keeps the words */
	char *s;		/* the rest of the text */
	unsigned line;		/* of the rest, from 1 */
	/* The words, as far as they have room, and their first line. */
	const char *token[TOKENS_MAX];
	size_t n;
	unsigned from;
};

/*
 * Takes the next statement: a word, a string without its quotes, or one of
 * = ( ) and the comma is a token. What ends it: ';', '{', '}', or 0 at the
 * end of the text.
 */
char statement_next(struct statement *p);

/* Whether it begins with these words; second may be NULL. */
int statement_begins(const struct statement *p, const char *first,
    const char *second);

/* Passes over the rest of a block, behind its '{'. */
void statement_pass_block(struct statement *p);

#endif
