/*
 * Tags as dnsmasq compares them: dhcp-common.c's match_netid() is the model of
 * what has to come out.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqtag.h"

static enum truth
truth_and(enum truth a, enum truth b)
{
	if (a == TRUTH_NO || b == TRUTH_NO)
		return TRUTH_NO;
	return a == TRUTH_UNKNOWN || b == TRUTH_UNKNOWN ? TRUTH_UNKNOWN :
	    TRUTH_YES;
}

int
tags_new(struct tags *t, size_t n)
{
	t->n = 0;
	t->truth = calloc(n + 1, sizeof(*t->truth));
	t->number = calloc(n + 1, sizeof(*t->number));
	return t->truth == NULL || t->number == NULL ? -1 : 0;
}

void
tags_free(struct tags *t)
{
	free(t->truth);
	free(t->number);
}

void
tags_clear(struct tags *t)
{
	for (size_t i = 0; i < t->n; i++)
		t->truth[t->number[i]] = TRUTH_NO;
	t->n = 0;
}

void
tags_copy(struct tags *t, const struct tags *from)
{
	tags_clear(t);
	for (size_t i = 0; i < from->n; i++)
		tags_add(t, from->number[i],
		    (enum truth)from->truth[from->number[i]]);
}

int
tags_add(struct tags *t, unsigned number, enum truth truth)
{
	if (truth == TRUTH_NO)
		return 0;
	if (t->truth[number] == TRUTH_NO) {
		t->number[t->n++] = number;
		t->truth[number] = (unsigned char)truth;
		return 1;
	}
	if (truth != TRUTH_YES || t->truth[number] == TRUTH_YES)
		return 0;
	t->truth[number] = TRUTH_YES;
	return 1;
}

enum truth
tag_asked(const struct asked *a, const struct tags *t)
{
	enum truth has = TRUTH_NO;
	unsigned number;

	if (a->end - a->begin == 1)
		has = (enum truth)t->truth[a->begin];
	else if (a->end > a->begin)
		for (size_t i = 0; i < t->n && has != TRUTH_YES; i++) {
			number = t->number[i];
			if (number >= a->begin && number < a->end)
				has = (enum truth)t->truth[number];
		}
	if (has == TRUTH_NO)
		has = (enum truth)a->without;
	if (a->is_not && has != TRUTH_UNKNOWN)
		has = has == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
	return has;
}

enum truth
tags_asked(const struct entry *e, const struct tags *t, enum truth without)
{
	enum truth all = TRUTH_YES;

	if (e->tags == 0)
		return without;
	for (size_t i = 0; i < e->tags && all != TRUTH_NO; i++)
		all = truth_and(all, tag_asked(&e->asked[i], t));
	return all;
}
