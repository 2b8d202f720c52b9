/*
 * dhcpd.conf(5) as tokens: words, texts, and single characters. Pure.
 */
#ifndef DHCPDTOKEN_H
#define DHCPDTOKEN_H

#include <stddef.h>

#define DHCPD_TEXT_MAX 1024

enum dhcpd_token {
	TOKEN_END, TOKEN_WORD, TOKEN_TEXT, TOKEN_MARK, TOKEN_CUT
};

/*
 * The token that stands there, and what follows. A word is of letters, digits,
 * '-' and '_', as dhcpd takes it: "10.9.0.1" are seven of them.
 */
struct dhcpd_tokens {
	const char *at;			/* where the token begins */
	const char *begin;		/* where its statement does */
	const char *rest;
	unsigned line;			/* of the rest, from 1 */
	enum dhcpd_token now;
	unsigned from;			/* the line of the token */
	char text[DHCPD_TEXT_MAX];	/* without quotes; bytes, n of them */
	size_t n;
};

/* Begins with the first token; a NUL ends the text. */
void tokens_begin(struct dhcpd_tokens *t, const char *text);
void tokens_next(struct dhcpd_tokens *t);

/*
 * The statement from its beginning to the token, with one blank where there are
 * any; of a long one the end.
 */
void tokens_show(const struct dhcpd_tokens *t, char *buf, size_t size);

/* Whether it is this word, in any case, or this mark. */
int token_is(const struct dhcpd_tokens *t, const char *word);
int token_mark(const struct dhcpd_tokens *t, char mark);

/* The same, and goes on behind it. */
int token_take(struct dhcpd_tokens *t, const char *word);
int token_take_mark(struct dhcpd_tokens *t, char mark);

#endif
