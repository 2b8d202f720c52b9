/*
 * One ring for all: a machine that does much pushes out what others did long
 * ago, and memory has an end.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/see/eventtext.h"
#include "mkbootroot/see/history.h"

int
history_open(struct history *h)
{
	h->n = 0;
	h->entry = calloc(HISTORY_SIZE, sizeof(*h->entry));
	return h->entry == NULL ? -1 : 0;
}

void
history_close(struct history *h)
{
	size_t i;

	if (h->entry != NULL)
		for (i = 0; i < HISTORY_SIZE; i++)
			free(h->entry[i].text);
	free(h->entry);
	h->entry = NULL;
}

void
history_add(struct history *h, const struct event *e)
{
	struct happened *to = &h->entry[h->n % HISTORY_SIZE];
	char text[EVENTTEXT_SIZE], *copy;

	if ((copy = strdup(eventtext(e, text))) == NULL)
		return;
	free(to->text);
	*to = (struct happened){
		.time_us = e->time_us, .text = copy,
		.machine = e->machine == NULL ? HISTORY_SERVER :
		    e->machine->number,
		.is_bad = e->trouble != NULL && !e->trouble->is_calm,
		.is_new_boot = e->is_new_boot,
	};
	h->n++;
}

/* A machine that was found to be another one is that. */
static size_t
machine_now(const struct site *s, size_t number)
{
	const struct machine *m;

	if (number >= s->machine_n)
		return number;
	for (m = s->machine[number]; m->is_also != NULL; m = m->is_also)
		;
	return m->number;
}

const struct happened *
history_before(const struct history *h, const struct site *s, size_t machine,
    unsigned long long *place)
{
	const struct happened *at;

	while (*place > 0 && h->n - *place < HISTORY_SIZE) {
		at = &h->entry[--*place % HISTORY_SIZE];
		if (machine_now(s, at->machine) == machine)
			return at;
	}
	return NULL;
}
