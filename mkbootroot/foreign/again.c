/*
 * Of the cards with an address, in their order, one is found by halves.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/again.h"

static int
by_card(const void *a, const void *b)
{
	const struct foreign_host *x = *(const struct foreign_host *const *)a,
	    *y = *(const struct foreign_host *const *)b;

	return memcmp(x->mac, y->mac, sizeof(x->mac));
}

int
again_read(struct again *a, const struct foreign_host *host, size_t n)
{
	a->n = 0;
	if ((a->card = calloc(n + 1, sizeof(*a->card))) == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (host[i].octets == 6 && host[i].ip != NULL)
			a->card[a->n++] = &host[i];
	qsort(a->card, a->n, sizeof(*a->card), by_card);
	return 0;
}

const struct foreign_host *
again_with_address(const struct again *a, const struct foreign_host *host)
{
	const struct foreign_host *const *found;

	if (a->n == 0 || host->octets != 6 || host->ip != NULL)
		return NULL;
	found = bsearch(&host, a->card, a->n, sizeof(*a->card), by_card);
	return found == NULL ? NULL : *found;
}

void
again_free(struct again *a)
{
	free(a->card);
}
