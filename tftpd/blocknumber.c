/*
 * The numbers of blocks.
 */
#include "tftpd/blocknumber.h"

/* With rollover 1 the numbers of blocks 1 to 65535 come again and again. */
#define PERIOD_1 65535

unsigned
block_number(uint64_t block, unsigned rollover)
{
	if (rollover == 0 || block == 0)
		return (unsigned)(block & 0xffff);
	return (unsigned)((block - 1) % PERIOD_1) + 1;
}

uint32_t
block_distance(uint64_t base, unsigned number, unsigned rollover)
{
	unsigned here = block_number(base, rollover);

	if (rollover == 0)
		return (uint16_t)(number - here);
	if (number == 0)
		return base == 0 ? 0 : UINT32_MAX;
	/* From 0, the OACK's number, it is as far as from 65535. */
	return base == 0 ? number : (number + PERIOD_1 - here) % PERIOD_1;
}
