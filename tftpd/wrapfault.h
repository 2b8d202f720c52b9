/*
 * Clients that are known to fail when block numbers roll over. Pure.
 *
 * A Raspberry Pi 5 stops at block 65535; other models' firmware of its time may
 * as well, and a MAC address does not tell the model.
 */
#ifndef WRAPFAULT_H
#define WRAPFAULT_H

#include <stdint.h>

#include "map/client.h"

#define WRAPFAULT_BLOCK 65535	/* where they stop */

/*
 * What the client is, for the log, if it is known to fail; NULL: it is not.
 * c may be NULL: the map does not know it.
 */
const char *wrapfault_client(const struct who *who, const struct client *c);

/*
 * The number of blocks if it does not fit below the wrap, otherwise 0; the
 * last block is the one that is not full.
 */
uint64_t wrapfault_blocks(uint64_t size, unsigned blksize);

#endif
