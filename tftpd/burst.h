/*
 * Handing blocks to the kernel: many in one system call (UDP_SEGMENT), which were
 * read by one. They are copied: to send them from where the file is mapped costs
 * as much or more, because every process has to fill the page tables anew.
 */
#ifndef BURST_H
#define BURST_H

#include <stdint.h>
#include <sys/uio.h>

#include "tftpd/channel.h"
#include "tftpd/option.h"
#include "tftpd/packet.h"
#include "view/bootfile.h"

/*
 * Kernels take 64 segments or 128, and 65,507 bytes of UDP in a call; below the
 * MTU of an Ethernet 44 segments fill them.
 */
#define BURST_BLOCKS 64
#define BURST_BYTES 65507
#define BURST_AHEAD 16384	/* bytes read at once for small windows */

struct burst {
	struct channel *channel;
	const struct bootfile *file;
	unsigned blksize, rollover;
	unsigned blocks_max;	/* to be read in one call */
	unsigned ahead;		/* so many, if fewer are to be sent */
	int singly;		/* no UDP_SEGMENT here */
	uint64_t first;		/* the blocks that were read */
	unsigned held;
	unsigned char header[BURST_BLOCKS][PACKET_HEADER_SIZE];
	struct iovec iov[2 * BURST_BLOCKS];
	unsigned char data[];	/* blocks_max blocks */
};

/*
 * Makes ready to send the full blocks of a file, of which there are some, in
 * windows of a size that is no promise. NULL: errno. It is never freed.
 */
struct burst *burst_open(struct channel *channel, const struct bootfile *file,
    const struct agreement *a);

/*
 * Sees to it that the blocks from first on have been read: count of them, or what
 * one call takes. left is how many full ones there are from there on. How many can
 * be sent, or -1: as bootfile_read().
 */
int burst_read(struct burst *b, uint64_t first, uint64_t count, uint64_t left);

/*
 * Sends blocks that burst_read() has read. The number that was sent, or -1:
 * errno. Where the kernel, a network card or the MTU refuses several blocks at
 * once, they go singly from then on.
 */
int burst_send(struct burst *b, uint64_t first, int count);

#endif
