/*
 * Of many entries, those that a client's tags may be for: a file may have a
 * dhcp-boot for each of thousands of tags, and a client has few. An entry that
 * asks for a tag is looked at only for who has that tag. Pure, but that a sieve
 * remembers what it was last filled with.
 */
#ifndef DNSMASQSIEVE_H
#define DNSMASQSIEVE_H

#include <stdint.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqtag.h"

#define SIEVE_NONE SIZE_MAX

struct sieve {
	size_t n;		/* entries; each is known by its place */
	unsigned *begin;	/* by tag: where its entries begin in `at` */
	unsigned *at;
	uint64_t *always;	/* those that no single tag stands for */
	uint64_t *in;		/* those that are in it */
};

/* Of n entries, numbered. 0; -1: there is no memory. sieve_free() in any case. */
int sieve_new(struct sieve *s, struct entry *const *entry, size_t n,
    size_t tags);
void sieve_free(struct sieve *s);

/* Fills it for who has these tags. Returns how much work that was. */
size_t sieve_fill(const struct sieve *s, const struct tags *t);

/* One more tag: adds its entries from a place on. */
void sieve_add(const struct sieve *s, unsigned tag, size_t from);

/*
 * The first that is in it at a place or behind it; the last in front of it.
 * SIEVE_NONE: there is none.
 */
size_t sieve_next(const struct sieve *s, size_t from);
size_t sieve_before(const struct sieve *s, size_t to);

#endif
