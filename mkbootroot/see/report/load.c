/*
 * How much was sent at each moment.
 */
#include "mkbootroot/see/report/load.h"

#define SECOND 1000000

/* Its bytes are spread evenly over its time. */
static void
add(struct load *l, double bin_us, double begin, double end, double bytes)
{
	const double from = begin / bin_us, to = end / bin_us;

	for (size_t i = from < 0 ? 0 : (size_t)from; i < l->bins; i++) {
		const double low = from > (double)i ? from : (double)i;
		const double high = to < (double)i + 1 ? to : (double)i + 1;

		if (high < low)
			break;
		l->rate[i] += to > from ? bytes * (high - low) / (to - from) :
		    bytes;
		if (to <= from)
			break;
	}
}

void
load_of(struct load *l, const struct stretch *s)
{
	const int64_t us = s->end_us - s->begin_us;
	double bin_us;

	*l = (struct load){ .bins = us < SECOND ? 1 : us >= (int64_t)LOAD_BINS *
	    SECOND ? LOAD_BINS : (size_t)(us / SECOND) };
	bin_us = us < SECOND ? SECOND : (double)us / (double)l->bins;
	for (size_t b = 0; b < s->boots; b++)
		for (size_t i = 0; i < s->boot[b]->n; i++) {
			const struct happening *e = &s->boot[b]->happening[i];

			if (happening_is_file(e) && e->kind != EVENT_RECEIVED)
				add(l, bin_us,
				    (double)(e->begin_us - s->begin_us),
				    (double)(e->end_us - s->begin_us),
				    (double)e->bytes);
		}
	for (size_t i = 0; i < l->bins; i++) {
		l->rate[i] *= SECOND / bin_us;
		if (l->rate[i] > l->peak)
			l->peak = l->rate[i];
	}
}
