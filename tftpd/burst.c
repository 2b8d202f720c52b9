/*
 * Blocks by the dozen.
 */
#include <errno.h>

#include "daemon/lean.h"
#include "tftpd/burst.h"
#include "tftpd/packet.h"

static unsigned
least(uint64_t a, unsigned b)
{
	return a < b ? (unsigned)a : b;
}

/* So many whole windows, that a flight never begins in the middle of them. */
static unsigned
blocks_ahead(const struct agreement *a)
{
	return BURST_AHEAD / a->blksize / a->windowsize * a->windowsize;
}

struct burst *
burst_open(struct channel *channel, const struct bootfile *file,
    const struct agreement *a)
{
	unsigned ahead = blocks_ahead(a), max;
	struct burst *b;

	max = least(BURST_BYTES / (PACKET_HEADER_SIZE + a->blksize),
	    BURST_BLOCKS);
	max = least(max, ahead > a->windowsize ? ahead : a->windowsize);
	max = least(file->size / a->blksize, max);
	if (max < 1)
		max = 1;
	if ((b = lean_filled(sizeof(*b) + (size_t)max * a->blksize)) == NULL)
		return NULL;
	b->channel = channel;
	b->file = file;
	b->blksize = a->blksize;
	b->rollover = a->rollover;
	b->blocks_max = max;
	b->ahead = ahead;
	return b;
}

/* How many of the blocks from first on have been read already. */
static unsigned
holds(const struct burst *b, uint64_t first)
{
	return first >= b->first && first - b->first < b->held ?
	    b->held - (unsigned)(first - b->first) : 0;
}

int
burst_read(struct burst *b, uint64_t first, uint64_t count, uint64_t left)
{
	const unsigned wanted = least(count, b->blocks_max);
	unsigned n = wanted > b->ahead ? wanted : b->ahead;

	if (holds(b, first) >= wanted)
		return (int)wanted;
	n = least(left, least(n, b->blocks_max));
	b->held = 0;
	if (bootfile_read(b->file, b->data, (size_t)n * b->blksize,
	    (first - 1) * b->blksize) == -1)
		return -1;
	b->first = first;
	b->held = n;
	return (int)least(n, wanted);
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
