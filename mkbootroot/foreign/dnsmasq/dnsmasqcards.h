/*
 * Many addresses and patterns of cards, so that those that are for one card are
 * found by halves. Pure.
 */
#ifndef DNSMASQCARDS_H
#define DNSMASQCARDS_H

#include "mkbootroot/foreign/dnsmasq/dnsmasqcard.h"

#define CARD_ODD 7	/* of cards_find(): with a star in front of an octet */

struct card_at {
	unsigned char mac[6];
	unsigned char known;	/* octets that it begins with; or CARD_ODD */
	size_t at;		/* of whom it is */
	const struct card *card;
};

struct cards {
	struct card_at *list;
	size_t n, size;
};

/* Adds a pattern, which stays where it is. 0; -1: there is no memory. Sort when all are there. */
int cards_add(struct cards *cards, const struct card *card, size_t at);
void cards_sort(struct cards *cards);
void cards_free(struct cards *cards);

/*
 * The patterns of `known` octets that a card begins with, the one with the last
 * `at` first: n of them behind the one that is returned. Of CARD_ODD all of
 * them, whichever card it is.
 */
const struct card_at *cards_find(const struct cards *cards, int known,
    const unsigned char mac[6], size_t *n);

#endif
