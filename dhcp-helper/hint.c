/*
 * Who has asked how often.
 */
#include <string.h>

#include "dhcp-helper/hint.h"

/* The place of a client; HINT_MAX: it has none. */
static size_t
find(const struct hints *h, const unsigned char card[MESSAGE_CARD_MAX],
    size_t n)
{
	size_t i;

	for (i = 0; i < HINT_MAX; i++)
		if (h->at[i].times > 0 && h->at[i].card_n == n &&
		    memcmp(h->at[i].card, card, n) == 0)
			break;
	return i;
}

const char *
hint_note(struct hints *h, const struct message *m, const struct decision *d,
    long long now_ms)
{
	unsigned char card[MESSAGE_CARD_MAX];
	const size_t n = message_card(m, card);
	size_t i = find(h, card, n);

	if (m->type == MESSAGE_REQUEST && i < HINT_MAX)
		h->at[i].times = 0;
	if (d->answer != ANSWER_OFFER)
		return NULL;
	if (i == HINT_MAX) {
		i = h->next;
		h->next = (h->next + 1) % HINT_MAX;
		h->at[i].times = 0;
	}
	/* iPXE that our answer has started asks for the first time. */
	if (h->at[i].times == 0 || h->at[i].stage != m->stage ||
	    now_ms - h->at[i].first_ms > HINT_MS) {
		memcpy(h->at[i].card, card, sizeof(card));
		h->at[i].card_n = n;
		h->at[i].stage = m->stage;
		h->at[i].first_ms = now_ms;
		h->at[i].times = 0;
	}
	h->at[i].times++;
	return h->at[i].times >= HINT_TIMES ? "keeps-asking" : NULL;
}
