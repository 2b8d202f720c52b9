/*
 * Blocks are counted from 1 without end; their numbers on the wire have 16
 * bits. Which number follows 65535 is 0 unless the client asked for
 * rollover 1 (tftp-hpa's option); block 0 of the OACK is 0 in any case. Pure.
 */
#ifndef BLOCKNUMBER_H
#define BLOCKNUMBER_H

#include <stdint.h>

/* The number of a block; rollover is 0 or 1. */
unsigned block_number(uint64_t block, unsigned rollover);

/*
 * How many blocks behind block `base` the next block with this number is;
 * with rollover 1 at most 65534, and UINT32_MAX: no block has that number.
 */
uint32_t block_distance(uint64_t base, unsigned number, unsigned rollover);

#endif
