/*
 * What the fuzzers share: a condition that must hold, and input that is taken
 * apart from its front.
 */
#ifndef MUST_H
#define MUST_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libFuzzer's: one run with these bytes. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n);

static inline void
must(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz: %s\n", what);
	abort();
}

/* A copy in memory of its own size, so that the next byte is a mistake. */
static inline unsigned char *
exact_copy(const unsigned char *bytes, size_t n)
{
	unsigned char *copy = malloc(n == 0 ? 1 : n);

	must(copy != NULL, "no memory");
	if (n > 0)
		memcpy(copy, bytes, n);
	return copy;
}

/* The same as a text, with its NUL. */
static inline char *
exact_text(const unsigned char *bytes, size_t n)
{
	char *copy = malloc(n + 1);

	must(copy != NULL, "no memory");
	if (n > 0)
		memcpy(copy, bytes, n);
	copy[n] = '\0';
	return copy;
}

struct input {
	const unsigned char *bytes;
	size_t n;
};

/* The next byte, 0 behind the end. */
static inline unsigned
input_byte(struct input *in)
{
	if (in->n == 0)
		return 0;
	in->n--;
	return *in->bytes++;
}

static inline unsigned
input_word(struct input *in)
{
	unsigned high = input_byte(in);

	return high << 8 | input_byte(in);
}

/* At most n bytes, and how many there were. */
static inline const unsigned char *
input_piece(struct input *in, size_t *n)
{
	const unsigned char *piece = in->bytes;

	if (*n > in->n)
		*n = in->n;
	in->bytes += *n;
	in->n -= *n;
	return piece;
}

/* Whether what log_visible() made can stand in a line of the log. */
static inline int
is_printable(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s <= ' ' || *s > '~')
			return 0;
	return 1;
}

#endif
