/*
 * The list of clients of a multicast transfer.
 */
#include <stdlib.h>

#include "daemon/now.h"
#include "tftpd/member.h"

#define TURN_US 2000000		/* before it is judged by the best */
#define ALONE_US 5000000	/* the same, if there is no best */
#define ENOUGH 32		/* blocks that show what can be done */
#define BEHIND 4		/* times slower than the best */
#define SLOW 50			/* blocks a second, if there is no best */

static void
append(struct members *l, struct member *m)
{
	struct member **p = &l->first;

	while (*p != NULL)
		p = &(*p)->next;
	m->next = NULL;
	*p = m;
}

int
members_open(struct members *l, size_t max)
{
	if ((l->room = calloc(max, sizeof(*l->room))) == NULL)
		return -1;
	l->max = max;
	return 0;
}

static struct member *
take_room(struct members *l)
{
	struct member *m = l->left;

	if (m != NULL)
		l->left = m->next;
	else if (l->touched < l->max)
		m = &l->room[l->touched++];
	return m;
}

struct member *
members_add(struct members *l, const struct newcomer *told)
{
	struct member *m = take_room(l);

	if (m == NULL)
		return NULL;
	*m = (struct member){.told = *told, .begun_us = now_us()};
	append(l, m);
	l->n++;
	return m;
}

struct member *
members_find(const struct members *l, const union address *client)
{
	for (struct member *m = l->first; m != NULL; m = m->next)
		if (address_equal(&m->told.client, client, 1))
			return m;
	return NULL;
}

void
members_rotate(struct members *l)
{
	struct member *m = l->first;

	l->first = m->next;
	append(l, m);
}

void
members_remove(struct members *l, struct member *m)
{
	struct member **p = &l->first;

	while (*p != m)
		p = &(*p)->next;
	*p = m->next;
	l->n--;
	m->next = l->left;
	l->left = m;
}

static uint64_t
rate(const struct turn *t, uint64_t now_us)
{
	uint64_t us = now_us - t->begun_us;

	return t->blocks * 1000000 / (us > 0 ? us : 1);
}

void
turn_begin(struct turn *t, uint64_t now_us)
{
	t->begun_us = now_us;
	t->blocks = 0;
}

void
turn_block(struct turn *t, uint64_t now_us)
{
	uint64_t now_rate;

	if (++t->blocks < ENOUGH)
		return;
	if ((now_rate = rate(t, now_us)) > t->best)
		t->best = now_rate;
}

int
turn_is_over(const struct turn *t, uint64_t now_us)
{
	uint64_t took_us = now_us - t->begun_us;

	if (t->best > 0)
		return took_us >= TURN_US && rate(t, now_us) < t->best / BEHIND;
	return took_us >= ALONE_US && rate(t, now_us) < SLOW;
}
