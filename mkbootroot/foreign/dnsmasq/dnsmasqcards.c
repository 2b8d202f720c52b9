/*
 * In the order of how many octets are known, of these octets, and of whom it is.
 */
#include <bsd/stdlib.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqcards.h"

int
cards_add(struct cards *cards, const struct card *card, size_t at)
{
	const size_t size = cards->size + cards->size / 2 + 16;
	const int octets = card_octets(card);
	struct card_at *list;

	if (cards->n == cards->size) {
		if ((list = reallocarray(cards->list, size,
		    sizeof(*list))) == NULL)
			return -1;
		cards->list = list;
		cards->size = size;
	}
	list = &cards->list[cards->n++];
	memset(list, 0, sizeof(*list));
	if (octets >= 0)
		memcpy(list->mac, card->mac, (size_t)octets);
	list->known = octets < 0 ? CARD_ODD : (unsigned char)octets;
	list->at = at;
	list->card = card;
	return 0;
}

/* By octets and card alone. */
static int
order_of(const struct card_at *x, const struct card_at *y)
{
	return x->known != y->known ? x->known - y->known :
	    memcmp(x->mac, y->mac, sizeof(x->mac));
}

static int
by_card(const void *a, const void *b)
{
	const struct card_at *x = a, *y = b;
	const int order = order_of(x, y);

	return order != 0 ? order : (x->at < y->at) - (x->at > y->at);
}

void
cards_sort(struct cards *cards)
{
	if (cards->n > 0)
		qsort(cards->list, cards->n, sizeof(*cards->list), by_card);
}

void
cards_free(struct cards *cards)
{
	free(cards->list);
}

const struct card_at *
cards_find(const struct cards *cards, int known, const unsigned char mac[6],
    size_t *n)
{
	struct card_at key = { .known = (unsigned char)known };
	size_t low = 0, high = cards->n, middle;

	*n = 0;
	/* Of no hosts there is no list. */
	if (cards->n == 0)
		return NULL;
	if (known > 0 && known < CARD_ODD)
		memcpy(key.mac, mac, (size_t)known);
	while (low < high) {
		middle = low + (high - low) / 2;
		if (order_of(&cards->list[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (*n = 0; low + *n < cards->n &&
	    order_of(&cards->list[low + *n], &key) == 0; )
		++*n;
	return cards->list + low;
}
