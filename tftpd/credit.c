/*
 * Counting packets.
 */
#include "tftpd/channel.h"
#include "tftpd/credit.h"

#define GUESSES_ENOUGH 1024	/* as good as any port */

unsigned
credit_guesses(int one_port, const struct port_range *ports)
{
	unsigned count = ports->last - ports->first + 1;

	if (one_port)
		return 1;
	return ports->first == 0 || count >= GUESSES_ENOUGH ? 0 : count;
}

unsigned
credit_window(unsigned guesses)
{
	return guesses * CREDIT_WINDOW;
}

void
credit_begin(struct credit *c, unsigned guesses, unsigned window)
{
	c->each = (uint64_t)guesses * CREDIT_EACH;
	/* -W was said: the window, and something to repeat. */
	if (c->each != 0 && window > c->each)
		c->each = (uint64_t)window + CREDIT_EACH;
	c->left = 0;
}

void
credit_ask(struct credit *c)
{
	c->left += CREDIT_EACH;
}

void
credit_earn(struct credit *c)
{
	c->left += c->each;
}

uint64_t
credit_take(struct credit *c, uint64_t n)
{
	if (c->each == 0)
		return n;
	if (n > c->left)
		n = c->left;
	c->left -= n;
	return n;
}
