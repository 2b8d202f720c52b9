/*
 * Handing blocks to the kernel: many in one system call, straight from where
 * the file is mapped, without a copy in between (UDP_SEGMENT).
 */
#ifndef BURST_H
#define BURST_H

#include <stdint.h>
#include <sys/uio.h>

#include "bootfile.h"
#include "channel.h"
#include "packet.h"

/*
 * Kernels take 64 segments or 128; below the MTU of an Ethernet 44 of them
 * fill the 65,507 bytes that a call may have.
 */
#define BURST_BLOCKS 64

struct burst {
	struct channel *channel;
	const struct bootfile *file;	/* mapped */
	unsigned blksize, rollover;
	unsigned blocks_max;	/* in one call; 1: no UDP_SEGMENT */
	unsigned char header[BURST_BLOCKS][PACKET_HEADER_SIZE];
	struct iovec iov[BURST_BLOCKS * (1 + BOOTFILE_SEGMENTS)];
};

/* Makes ready to send the blocks of a file. */
void burst_open(struct burst *b, struct channel *channel,
    const struct bootfile *file, unsigned blksize, unsigned rollover);

/*
 * Sends up to count blocks from first on, as many as one call takes; the
 * last block of the file may be among them. The number that was sent, or -1:
 * errno; EFAULT: the file is shorter than it was. Where the kernel, a network
 * card or the MTU refuses several blocks at once, they go singly from then
 * on.
 */
int burst_send(struct burst *b, uint64_t first, uint64_t count);

#endif
