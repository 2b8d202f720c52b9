/*
 * A list of answers that wait. It is short, so it is searched.
 */
#include <limits.h>
#include <string.h>

#include "dhcp-helper/delay.h"

#define AT_XID 4

static int
is_same_client(const struct delayed *a, const struct delayed *b)
{
	return a->due_ms != 0 && a->ifindex == b->ifindex &&
	    memcmp(a->card, b->card, sizeof(a->card)) == 0;
}

int
delay_add(struct delays *d, const struct delayed *answer)
{
	struct delayed *place = NULL;
	size_t i;

	for (i = 0; i < DELAY_MAX; i++) {
		if (is_same_client(&d->at[i], answer)) {
			place = &d->at[i];
			break;
		}
		if (d->at[i].due_ms == 0)
			place = &d->at[i];
	}
	if (place == NULL)
		return -1;
	if (place->due_ms != 0 && memcmp(place->bytes + AT_XID,
	    answer->bytes + AT_XID, 4) == 0)
		return 0;
	*place = *answer;
	return 0;
}

struct delayed *
delay_due(struct delays *d, long long now_ms)
{
	size_t i;

	for (i = 0; i < DELAY_MAX; i++)
		if (d->at[i].due_ms != 0 && d->at[i].due_ms <= now_ms)
			return &d->at[i];
	return NULL;
}

int
delay_left_ms(const struct delays *d, long long now_ms)
{
	long long left = -1;
	size_t i;

	for (i = 0; i < DELAY_MAX; i++)
		if (d->at[i].due_ms != 0 &&
		    (left == -1 || d->at[i].due_ms - now_ms < left))
			left = d->at[i].due_ms > now_ms ?
			    d->at[i].due_ms - now_ms : 0;
	return left > INT_MAX ? INT_MAX : (int)left;
}
