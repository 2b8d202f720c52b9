/*
 * Which files went slowly, and why.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/append.h"
#include "mkbootroot/see/report/amount.h"
#include "mkbootroot/see/report/slow.h"

#define LONG_US 1000000		/* shorter ones nobody waits for */
#define LOSS_OF 100		/* one packet in so many is no accident */
#define CROWD 4			/* fewer do not fill a line */
#define SMALL_BLOCK 1024	/* which is less than a packet holds */

uint64_t
slow_rate(const struct happening *e)
{
	const int64_t us = e->end_us - e->begin_us;

	return us <= 0 ? UINT64_MAX :
	    (uint64_t)((double)e->bytes / (double)us * 1e6);
}

/* By file, the slowest first. */
static int
compare_sent(const void *va, const void *vb)
{
	const struct happening *const *a = va, *const *b = vb;
	const int r = strcmp((*a)->file, (*b)->file);
	const uint64_t ra = slow_rate(*a), rb = slow_rate(*b);

	return r != 0 ? r : ra < rb ? -1 : ra > rb;
}

static int
compare_slow(const void *va, const void *vb)
{
	const struct slow *a = va, *b = vb;
	const uint64_t ra = slow_rate(a->worst), rb = slow_rate(b->worst);

	return ra < rb ? -1 : ra > rb;
}

/* Which part of the other one's time this one was sent as well. */
static double
shared(const struct happening *e, const struct happening *other)
{
	const int64_t begin = e->begin_us > other->begin_us ? e->begin_us :
	    other->begin_us;
	const int64_t end = e->end_us < other->end_us ? e->end_us :
	    other->end_us;
	const int64_t whole = other->end_us - other->begin_us;

	return begin >= end || whole <= 0 ? 0 : (double)(end - begin) /
	    (double)whole;
}

static void
count_others(struct slow *s, const struct past *h)
{
	const struct happening *e, *const worst = s->worst;
	const double us = (double)(worst->end_us - worst->begin_us);
	double bytes = 0, part;

	for (e = h->happening; e < h->happening + h->n; e++) {
		if (!happening_is_file(e))
			continue;
		part = shared(worst, e);
		bytes += part * (double)e->bytes;
		if (e != worst)
			s->others += part * (double)(e->end_us - e->begin_us) /
			    us;
	}
	s->others_rate = (uint64_t)(bytes / us * 1e6);
}

/* The files of sent, which are sorted, one by one. */
static struct slow *
group(const struct happening *const *sent, size_t n, size_t *groups)
{
	struct slow *slow = calloc(n, sizeof(*slow));
	size_t first = 0;

	for (size_t i = 1; slow != NULL && i <= n; i++) {
		if (i < n && strcmp(sent[i]->file, sent[first]->file) == 0)
			continue;
		if (sent[first]->end_us - sent[first]->begin_us >= LONG_US) {
			struct slow *s = &slow[(*groups)++];

			s->worst = sent[first];
			s->times = i - first;
			s->usual_rate = slow_rate(sent[first + s->times / 2]);
		}
		first = i;
	}
	return slow;
}

long
slow_find(const struct past *h, struct slow *slow, size_t max)
{
	const struct happening **sent = calloc(h->n + 1, sizeof(*sent));
	struct slow *all = NULL;
	size_t i, n = 0, groups = 0;

	if (sent == NULL)
		return -1;
	for (i = 0; i < h->n; i++)
		if (h->happening[i].kind == EVENT_SENT)
			sent[n++] = &h->happening[i];
	if (n > 0) {
		qsort(sent, n, sizeof(*sent), compare_sent);
		if ((all = group(sent, n, &groups)) == NULL) {
			free(sent);
			return -1;
		}
		qsort(all, groups, sizeof(*all), compare_slow);
	}
	for (i = 0; i < groups && i < max; i++) {
		slow[i] = all[i];
		count_others(&slow[i], h);
	}
	free(all);
	free(sent);
	return (long)groups;
}

/* By TFTP: packets, and how many may be on their way. */
static void
why_tftp(struct append *a, const struct happening *e)
{
	char time[AMOUNT_SIZE];
	const uint64_t packets = e->bytes / e->blksize + 1;

	if (e->resent > packets / LOSS_OF)
		append(a, "Packets were lost: %" PRIu64 " of %" PRIu64
		    " were sent again. ", e->resent, packets);
	if (e->windowsize <= 1)
		append(a, "The client waits for each packet of %u bytes before "
		    "it takes the next one (window 1), %s each. ", e->blksize,
		    amount_time(time, (e->end_us - e->begin_us) /
		    (int64_t)packets));
	else if (e->blksize < SMALL_BLOCK)
		append(a, "The client wants packets of only %u bytes. ",
		    e->blksize);
}

char *
slow_why(const struct slow *s, char buf[SLOW_WHY_SIZE])
{
	struct append a = { .buf = buf, .size = SLOW_WHY_SIZE };
	const struct happening *e = s->worst;
	char rate[AMOUNT_SIZE];

	buf[0] = '\0';
	if (e->blksize > 0)
		why_tftp(&a, e);
	if (s->others >= CROWD)
		append(&a, "About %.0f others were sent at the same time, with "
		    "this one %s in all. ", s->others, amount_rate(rate,
		    s->others_rate, 1000000));
	if (a.n == 0)
		append(&a, "The client, or the line to it, took it no faster.");
	return buf;
}
