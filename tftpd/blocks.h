/*
 * Blocks of the file, read and sent.
 */
#ifndef BLOCKS_H
#define BLOCKS_H

#include <stddef.h>
#include <stdint.h>

#include "tftpd/send.h"


/*
 * Sends some blocks from block on, at most count: how many, or -1: the end.
 * The file's last one goes alone, because it has to be read before the look at
 * whether the file has changed.
 */
int blocks_send(struct transfer *t, uint64_t block, uint64_t count);

/* Sends n bytes that are a packet already: 0, or -1: the end. */
int blocks_send_packet(struct transfer *t, const unsigned char *bytes,
    size_t n);

#endif
