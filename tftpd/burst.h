/*
 * Handing blocks to the kernel: many in one system call (UDP_SEGMENT), and read
 * by one. They are copied: to send them from where the file is mapped costs more
 * than the copy, because every process has to fill the page tables anew.
 */
#ifndef BURST_H
#define BURST_H

#include <stdint.h>
#include <sys/uio.h>

#include "bootfile.h"
#include "channel.h"
#include "packet.h"

/*
 * Kernels take 64 segments or 128, and 65,507 bytes of UDP in a call; below the
 * MTU of an Ethernet 44 segments fill them.
 */
#define BURST_BLOCKS 64
#define BURST_BYTES 65507

struct burst {
	struct channel *channel;
	const struct bootfile *file;
	unsigned blksize, rollover;
	unsigned blocks_max;	/* to be read in one call */
	int singly;		/* no UDP_SEGMENT here */
	uint64_t first;		/* the blocks that were read */
	unsigned held;
	unsigned char header[BURST_BLOCKS][PACKET_HEADER_SIZE];
	struct iovec iov[2 * BURST_BLOCKS];
	unsigned char data[BURST_BYTES];
};

/* Makes ready to send the blocks of a file. */
void burst_open(struct burst *b, struct channel *channel,
    const struct bootfile *file, unsigned blksize, unsigned rollover);

/*
 * Sees to it that block first has been read, and with it up to count blocks from
 * there on, which are full ones. How many are there to be sent, or -1: as
 * bootfile_read().
 */
int burst_read(struct burst *b, uint64_t first, uint64_t count);

/*
 * Sends blocks that burst_read() has read. The number that was sent, or -1:
 * errno. Where the kernel, a network card or the MTU refuses several blocks at
 * once, they go singly from then on.
 */
int burst_send(struct burst *b, uint64_t first, int count);

#endif
