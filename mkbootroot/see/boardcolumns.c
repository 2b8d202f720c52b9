/*
 * What matters most is there on the narrowest screen; a MAC address needs no
 * column while it would stand in place of a name.
 */
#include "mkbootroot/see/boardcolumns.h"

#define MARK 2
#define MAC 17
#define TROUBLE_MIN 14
#define TROUBLE_MAX 40
#define FILE_MIN 15

/* Each column has a blank behind it. */
static unsigned
take(unsigned *left, unsigned columns)
{
	*left = *left > columns + 1 ? *left - columns - 1 : 0;
	return columns;
}

/* Who boots what, and since when: 40 columns are enough. */
static void
narrow(unsigned left, struct boardcolumns *c)
{
	if (left >= 36)
		c->percent = take(&left, 4);
	if (left >= 28)
		c->ago = take(&left, 6);
	c->stage = take(&left, left >= 22 ? 13 : 7);
	c->name = left;
}

void
boardcolumns(unsigned width, struct boardcolumns *c)
{
	unsigned left = width > MARK ? width - MARK : 0;

	*c = (struct boardcolumns){ .name = 0 };
	if (width < 60) {
		narrow(left, c);
		return;
	}
	c->name = take(&left, width >= 160 ? 24 : MAC);
	c->stage = take(&left, 13);
	c->percent = take(&left, 4);
	c->ago = take(&left, 6);
	if (width >= 100)
		c->rate = take(&left, 9);
	if (width >= 120)
		c->mac = take(&left, MAC);
	if (width >= 132)
		c->firmware = take(&left, 10);
	c->trouble = left;
	if (left < TROUBLE_MIN + 1 + FILE_MIN)
		return;
	c->trouble = left * 2 / 5;
	if (c->trouble < TROUBLE_MIN)
		c->trouble = TROUBLE_MIN;
	if (c->trouble > TROUBLE_MAX)
		c->trouble = TROUBLE_MAX;
	c->file = left - c->trouble - 1;
}
