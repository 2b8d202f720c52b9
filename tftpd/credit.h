/*
 * How many packets may go to a client for those that came from it, where an
 * address could be forged and the answers to us guessed: with -1 and a narrow
 * -p the port is known, and block numbers count from 1 on. Then nobody is sent
 * more than three packets for each of his own, whatever he says. Pure.
 */
#ifndef CREDIT_H
#define CREDIT_H

#include <stdint.h>

struct port_range;

#define CREDIT_EACH 3		/* packets for one */
#define CREDIT_WINDOW 2		/* of them, so that some are left to repeat */

struct credit {
	uint64_t each;		/* for a packet that comes; 0: no limit */
	uint64_t left;
};

/*
 * How many packets somebody has to send, on average, until one finds the port
 * of a transfer: 1 with -1, those of the range with -p, else 0, which stands
 * for so many that it does not matter.
 */
unsigned credit_guesses(int one_port, const struct port_range *ports);

/*
 * The largest window that keeps to the limit and lets lost packets come again;
 * 0: any does. Whoever sets -W above it gives the limit up.
 */
unsigned credit_window(unsigned guesses);

/* Window is the one that was granted. */
void credit_begin(struct credit *c, unsigned guesses, unsigned window);

/* A request has come: nobody has to guess anything for that. */
void credit_ask(struct credit *c);

/* A packet has come to the transfer's port. */
void credit_earn(struct credit *c);

/* How many of n packets may go; they are taken. */
uint64_t credit_take(struct credit *c, uint64_t n);

#endif
