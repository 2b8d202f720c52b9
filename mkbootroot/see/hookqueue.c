/*
 * A ring. What comes when it is full is dropped: what is old explains what is new.
 */
#include <stdlib.h>

#include "mkbootroot/see/hookqueue.h"

static int
hookqueue_is_full(const struct hookqueue *q)
{
	return q->n == HOOKQUEUE_MAX;
}

void
hookqueue_put(struct hookqueue *q, char *text)
{
	if (text == NULL || hookqueue_is_full(q)) {
		q->dropped++;
		free(text);
		return;
	}
	q->text[(q->first + q->n++) % HOOKQUEUE_MAX] = text;
}

char *
hookqueue_take(struct hookqueue *q)
{
	char *text;

	if (q->n == 0)
		return NULL;
	text = q->text[q->first];
	q->first = (q->first + 1) % HOOKQUEUE_MAX;
	q->n--;
	return text;
}

unsigned long
hookqueue_drops(struct hookqueue *q)
{
	const unsigned long dropped = q->dropped;

	/* Where there is room for one, there is for many soon. */
	if (q->n > HOOKQUEUE_MAX / 2)
		return 0;
	q->dropped = 0;
	return dropped;
}

void
hookqueue_close(struct hookqueue *q)
{
	char *text;

	while ((text = hookqueue_take(q)) != NULL)
		free(text);
}
