/*
 * The time between the files of a boot.
 */
#include "mkbootroot/see/report/gap.h"

/* What is behind until_us is not told yet. */
struct walk {
	void (*tell)(void *, enum gap, int64_t, int64_t);
	void *arg;
	int64_t until_us;
	int64_t asked_us;	/* it waits since then; -1: it does not */
};

static int
is_asking(const struct happening *happening)
{
	switch (happening->kind) {
	case EVENT_TOLD:
	case EVENT_SILENT:
	case EVENT_UNKNOWN:
	case EVENT_PUT_OFF:
		return 1;
	default:
		return 0;
	}
}

static void
tell_until(struct walk *w, int64_t us)
{
	int64_t asked_us = us;

	if (w->asked_us != -1 && w->asked_us < us)
		asked_us = w->asked_us > w->until_us ? w->asked_us :
		    w->until_us;
	if (w->until_us < asked_us)
		w->tell(w->arg, GAP_ITS_OWN, w->until_us, asked_us);
	if (asked_us < us)
		w->tell(w->arg, GAP_WAITING, asked_us, us);
}

void
gap_each(const struct boot *b, void (*tell)(void *, enum gap, int64_t, int64_t),
    void *arg)
{
	struct walk w = { .tell = tell, .arg = arg, .until_us = b->begin_us,
	    .asked_us = -1 };

	for (size_t i = 0; i < b->n; i++) {
		const struct happening *e = &b->happening[i];

		if (is_asking(e) && w.asked_us == -1)
			w.asked_us = e->begin_us;
		if (!happening_is_served(e))
			continue;
		if (e->begin_us > w.until_us)
			tell_until(&w, e->begin_us);
		if (e->end_us > w.until_us)
			w.until_us = e->end_us;
		w.asked_us = -1;
	}
	if (b->end_us > w.until_us)
		tell_until(&w, b->end_us);
}
