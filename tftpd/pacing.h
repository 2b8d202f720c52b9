/*
 * How many blocks of a window go out at once, and with which pause between
 * them. A window leaves in one piece as long as the client keeps up. A slow
 * card, or a switch in front of a slow port, loses the end of each such
 * burst: then the bursts shrink until windows arrive whole. Where they do not
 * with the smallest either, packets are lost at random, and the bursts are
 * large again. Pure.
 */
#ifndef PACING_H
#define PACING_H

struct pacing {
	unsigned level;		/* 0: whole windows, without a pause */
	unsigned pressure;	/* rises when windows come back short */
	unsigned calm;		/* whole windows since then */
	unsigned useless;	/* windows until it is tried again */
};

/* Begins at level 0. */
void pacing_open(struct pacing *p);

/* Takes in whether the client has had a window whole, at its first try. */
void pacing_window(struct pacing *p, int whole);

/* How many blocks, of count, go out before the next pause. At least 1. */
unsigned pacing_burst(const struct pacing *p, unsigned count);

/* The pause, in microseconds; 0: none. */
unsigned pacing_pause_us(const struct pacing *p);

#endif
