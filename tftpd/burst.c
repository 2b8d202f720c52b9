/*
 * Blocks by the dozen.
 */
#include "burst.h"

#include <errno.h>

#include "blocknumber.h"

#define UDP_BYTES_MAX 65507

void
burst_open(struct burst *b, struct channel *channel,
    const struct bootfile *file, unsigned blksize, unsigned rollover)
{
	b->channel = channel;
	b->file = file;
	b->blksize = blksize;
	b->rollover = rollover;
	b->blocks_max = UDP_BYTES_MAX / (PACKET_HEADER_SIZE + blksize);
	if (b->blocks_max > BURST_BLOCKS)
		b->blocks_max = BURST_BLOCKS;
	if (b->blocks_max < 1)
		b->blocks_max = 1;
}

/* Header, data, header, data … in b->iov: the number of pieces. */
static size_t
gather(struct burst *b, uint64_t first, unsigned count)
{
	size_t pieces = 0, got;

	for (unsigned i = 0; i < count; i++) {
		packet_data_header(b->header[i],
		    block_number(first + i, b->rollover));
		b->iov[pieces].iov_base = b->header[i];
		b->iov[pieces++].iov_len = PACKET_HEADER_SIZE;
		pieces += bootfile_pieces(b->file,
		    (first + i - 1) * b->blksize, b->blksize,
		    &b->iov[pieces], &got);
	}
	return pieces;
}

int
burst_send(struct burst *b, uint64_t first, uint64_t count)
{
	unsigned n;
	size_t pieces;

	for (;;) {
		n = count < b->blocks_max ? (unsigned)count : b->blocks_max;
		pieces = gather(b, first, n);
		if (channel_send_pieces(b->channel, b->iov, pieces, n > 1 ?
		    (unsigned)PACKET_HEADER_SIZE + b->blksize : 0) != -1)
			return (int)n;
		/*
		 * EIO: a card without checksums, on older kernels; EINVAL:
		 * some virtual cards; EMSGSIZE: a segment above the MTU.
		 */
		if (n == 1 || (errno != EIO && errno != EINVAL &&
		    errno != EMSGSIZE))
			return -1;
		b->blocks_max = 1;
	}
}
