/*
 * Blocks by the dozen.
 */
#include "burst.h"

#include <errno.h>

#include "blocknumber.h"

void
burst_open(struct burst *b, struct channel *channel,
    const struct bootfile *file, unsigned blksize, unsigned rollover)
{
	b->channel = channel;
	b->file = file;
	b->blksize = blksize;
	b->rollover = rollover;
	b->held = 0;
	b->singly = 0;
	b->blocks_max = BURST_BYTES / (PACKET_HEADER_SIZE + blksize);
	if (b->blocks_max > BURST_BLOCKS)
		b->blocks_max = BURST_BLOCKS;
	if (b->blocks_max < 1)
		b->blocks_max = 1;
}

/* Whether the bytes of a block have been read already. */
static int
holds(const struct burst *b, uint64_t block)
{
	return block >= b->first && block - b->first < b->held;
}

int
burst_read(struct burst *b, uint64_t first, uint64_t count)
{
	const unsigned n = count < b->blocks_max ? (unsigned)count :
	    b->blocks_max;

	if (!holds(b, first)) {
		b->held = 0;
		if (bootfile_read(b->file, b->data, (size_t)n * b->blksize,
		    (first - 1) * b->blksize) == -1)
			return -1;
		b->first = first;
		b->held = n;
	}
	return (int)(b->held - (unsigned)(first - b->first));
}

/* Header, data, header, data … in b->iov. */
static void
gather(struct burst *b, uint64_t first, unsigned count)
{
	unsigned char *data = b->data + (first - b->first) * b->blksize;
	struct iovec *iov = b->iov;

	for (unsigned i = 0; i < count; i++) {
		packet_data_header(b->header[i],
		    block_number(first + i, b->rollover));
		iov->iov_base = b->header[i];
		iov++->iov_len = PACKET_HEADER_SIZE;
		iov->iov_base = data;
		iov++->iov_len = b->blksize;
		data += b->blksize;
	}
}

int
burst_send(struct burst *b, uint64_t first, int count)
{
	unsigned n = b->singly ? 1 : (unsigned)count;

	for (;;) {
		gather(b, first, n);
		if (channel_send_pieces(b->channel, b->iov, 2 * n, n > 1 ?
		    (unsigned)PACKET_HEADER_SIZE + b->blksize : 0) != -1)
			return (int)n;
		/*
		 * EIO: a card without checksums, on older kernels; EINVAL:
		 * some virtual cards; EMSGSIZE: a segment above the MTU.
		 */
		if (n == 1 || (errno != EIO && errno != EINVAL &&
		    errno != EMSGSIZE))
			return -1;
		b->singly = 1;
		n = 1;
	}
}
