/*
 * Bursts that shrink.
 *
 * One short window in ten is a network that loses packets here and there,
 * and smaller bursts would only be slower. So a short window weighs four
 * times a whole one, and two of them close together are taken for a client
 * that cannot keep up.
 */
#include "tftpd/pacing.h"

#define SHORT_WEIGHT 4
#define PRESSURE_MAX 7		/* two short windows, not long apart */
#define CALM_WINDOWS 32		/* before a larger burst is tried again */
#define HALVINGS 6		/* a window of 64 is single blocks by then */
#define LEVEL_MAX 10
#define USELESS_WINDOWS 512	/* in which nothing is learnt */
#define PAUSE_US 100U		/* RFC 7440 section 6 wants 80 at least */

void
pacing_open(struct pacing *p)
{
	p->level = p->pressure = p->calm = p->useless = 0;
}

void
pacing_window(struct pacing *p, int whole)
{
	if (p->useless > 0) {
		p->useless--;
		return;
	}
	if (!whole) {
		p->calm = 0;
		p->pressure += SHORT_WEIGHT;
		if (p->pressure < PRESSURE_MAX)
			return;
		p->pressure = 0;
		if (p->level < LEVEL_MAX) {
			p->level++;
			return;
		}
		p->level = 0;
		p->useless = USELESS_WINDOWS;
		return;
	}
	if (p->pressure > 0)
		p->pressure--;
	if (p->level > 0 && ++p->calm == CALM_WINDOWS) {
		p->calm = 0;
		p->level--;
	}
}

unsigned
pacing_burst(const struct pacing *p, unsigned count)
{
	unsigned burst = count >> (p->level < HALVINGS ? p->level : HALVINGS);

	return burst > 0 ? burst : 1;
}

unsigned
pacing_pause_us(const struct pacing *p)
{
	if (p->level == 0)
		return 0;
	/* When the bursts are single blocks, the pauses grow. */
	return p->level <= HALVINGS ? PAUSE_US :
	    PAUSE_US << (p->level - HALVINGS);
}
