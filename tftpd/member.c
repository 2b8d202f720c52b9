/*
 * The list of clients of a multicast transfer.
 */
#include <stdlib.h>

#include "daemon/now.h"
#include "tftpd/member.h"

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
