/*
 * The list of clients of a multicast transfer.
 */
#include "member.h"

#include <stdlib.h>

#include "now.h"

static void
append(struct members *l, struct member *m)
{
	struct member **p = &l->first;

	while (*p != NULL)
		p = &(*p)->next;
	m->next = NULL;
	*p = m;
}

struct member *
members_add(struct members *l, const struct newcomer *told)
{
	struct member *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->told = *told;
	m->begun_us = now_us();
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
	free(m);
}
