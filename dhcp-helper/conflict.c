/*
 * The list of addresses in conflict.
 */
#include <stddef.h>

#include "dhcp-helper/conflict.h"

void
conflict_add(struct conflicts *c, struct in_addr a, long long now_ms)
{
	size_t i, slot = 0;

	for (i = 0; i < CONFLICT_MAX; i++) {
		if (c->at[i].address.s_addr == a.s_addr) {
			slot = i;
			break;
		}
		if (c->at[i].until_ms < c->at[slot].until_ms)
			slot = i;
	}
	c->at[slot].address = a;
	c->at[slot].until_ms = now_ms + CONFLICT_MS;
}

int
conflict_has(const struct conflicts *c, struct in_addr a, long long now_ms)
{
	size_t i;

	for (i = 0; i < CONFLICT_MAX; i++)
		if (c->at[i].address.s_addr == a.s_addr &&
		    c->at[i].until_ms > now_ms)
			return 1;
	return 0;
}

long long
conflict_left_ms(const struct conflicts *c, long long now_ms)
{
	long long left = 0;
	size_t i;

	for (i = 0; i < CONFLICT_MAX; i++)
		if (c->at[i].until_ms - now_ms > left)
			left = c->at[i].until_ms - now_ms;
	return left;
}
