/*
 * A bit for each entry: those of the tags that a client has, and those that have
 * to be looked at in any case.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqsieve.h"

#define BITS 64
#define WORDS(n) (((n) + BITS - 1) / BITS)

/* The tag without which an entry is not for a client; -1: there is none. */
static long
tag_needed(const struct entry *e)
{
	const struct asked *a;

	for (size_t i = 0; i < e->tags; i++) {
		a = &e->asked[i];
		if (!a->is_not && a->without == TRUTH_NO &&
		    a->end - a->begin == 1)
			return (long)a->begin;
	}
	return -1;
}

static void
put(uint64_t *words, size_t at)
{
	words[at / BITS] |= UINT64_C(1) << at % BITS;
}

int
sieve_new(struct sieve *s, struct entry *const *entry, size_t n, size_t tags)
{
	unsigned *end;
	long tag;
	size_t i;

	s->n = n;
	s->begin = calloc(tags + 2, sizeof(*s->begin));
	s->at = calloc(n + 1, sizeof(*s->at));
	s->always = calloc(WORDS(n) + 1, sizeof(*s->always));
	s->in = calloc(WORDS(n) + 1, sizeof(*s->in));
	if (s->begin == NULL || s->at == NULL || s->always == NULL ||
	    s->in == NULL)
		return -1;
	for (i = 0; i < n; i++)
		if ((tag = tag_needed(entry[i])) >= 0)
			s->begin[tag + 2]++;
		else
			put(s->always, i);
	for (i = 2; i < tags + 2; i++)
		s->begin[i] += s->begin[i - 1];
	/* begin[tag + 1] goes from the begin of a tag's entries to their end. */
	end = s->begin + 1;
	for (i = 0; i < n; i++)
		if ((tag = tag_needed(entry[i])) >= 0)
			s->at[end[tag]++] = (unsigned)i;
	return 0;
}

void
sieve_free(struct sieve *s)
{
	free(s->begin);
	free(s->at);
	free(s->always);
	free(s->in);
}

void
sieve_add(const struct sieve *s, unsigned tag, size_t from)
{
	for (size_t i = s->begin[tag]; i < s->begin[tag + 1]; i++)
		if (s->at[i] >= from)
			put(s->in, s->at[i]);
}

size_t
sieve_fill(const struct sieve *s, const struct tags *t)
{
	size_t work = WORDS(s->n) + t->n;

	memcpy(s->in, s->always, WORDS(s->n) * sizeof(*s->in));
	for (size_t i = 0; i < t->n; i++) {
		work += s->begin[t->number[i] + 1] - s->begin[t->number[i]];
		sieve_add(s, t->number[i], 0);
	}
	return work;
}

size_t
sieve_next(const struct sieve *s, size_t from)
{
	size_t at = from / BITS;
	uint64_t word;

	if (from >= s->n)
		return SIEVE_NONE;
	word = s->in[at] & ~UINT64_C(0) << from % BITS;
	while (word == 0) {
		if (++at == WORDS(s->n))
			return SIEVE_NONE;
		word = s->in[at];
	}
	return at * BITS + (size_t)__builtin_ctzll(word);
}

size_t
sieve_before(const struct sieve *s, size_t to)
{
	size_t at = to / BITS;
	uint64_t word = to % BITS == 0 ? 0 : s->in[at] &
	    ~(~UINT64_C(0) << to % BITS);

	while (word == 0) {
		if (at-- == 0)
			return SIEVE_NONE;
		word = s->in[at];
	}
	return at * BITS + (BITS - 1) - (size_t)__builtin_clzll(word);
}
