/*
 * Reading and sending blocks, singly or by the dozen, and the end.
 */
#include <errno.h>
#include <sys/uio.h>

#include "daemon/lean.h"
#include "tftpd/blocks.h"
#include "tftpd/packet.h"

/*
 * Kernels take 64 segments or 128, and 65,507 bytes of UDP in a call; below the
 * MTU of an Ethernet 44 segments fill them.
 */
#define BURST_BLOCKS 64
#define BURST_BYTES 65507
#define BURST_AHEAD 16384	/* bytes read at once for small windows */

/*
 * Many blocks in one system call (UDP_SEGMENT), which were read by one. They are
 * copied: to send them from where the file is mapped costs as much or more, because
 * every process has to fill the page tables anew.
 */
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
blocks_open(struct channel *channel, const struct bootfile *file,
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

/*
 * Sees to it that the blocks from first on have been read: count of them, or what
 * one call takes. left is how many full ones there are from there on. How many can
 * be sent, or -1: as bootfile_read().
 */
static int
read_burst(struct burst *b, uint64_t first, uint64_t count, uint64_t left)
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

/*
 * Sends blocks that read_burst() has read. The number that was sent, or -1:
 * errno. Where the kernel, a network card or the MTU refuses several blocks at
 * once, they go singly from then on.
 */
static int
send_burst(struct burst *b, uint64_t first, int count)
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

int
transfer_end(struct transfer *t, enum outcome outcome, int error)
{
	t->report->outcome = outcome;
	t->report->error = error;
	return -1;
}

static void
send_error(struct transfer *t, const char *text)
{
	unsigned char packet[PACKET_SMALL_SIZE];

	if (channel_afford(t->s->channel, 1) > 0)
		(void)channel_send(t->s->channel, packet,
		    packet_error(packet, ERROR_UNDEFINED, text));
}

static int
changed(struct transfer *t)
{
	send_error(t, "the file has changed");
	return transfer_end(t, SEND_CHANGED, 0);
}

/* After the file could not be read. */
static int
read_failed(struct transfer *t)
{
	const int error = errno;

	if (error == ESTALE)	/* it is shorter than it was */
		return changed(t);
	send_error(t, "the file cannot be read");
	return transfer_end(t, SEND_FAILED, error);
}

int
blocks_send_packet(struct transfer *t, const unsigned char *bytes, size_t n)
{
	return channel_send(t->s->channel, bytes, n) == -1 ?
	    transfer_end(t, SEND_FAILED, errno) : 0;
}

/* The bytes of a block, copied behind the header in t->packet. */
static ssize_t
read_block(struct transfer *t, uint64_t block)
{
	unsigned char *data = t->packet + PACKET_HEADER_SIZE;
	size_t blksize = t->s->agreed.blksize;
	ssize_t n;

	if (t->s->mode == MODE_OCTET)
		return bootfile_read(t->s->file, data, blksize,
		    (block - 1) * blksize);
	/* Netascii has no window, so it is this block again or the next. */
	if (block != t->netascii_block) {
		n = netascii_read(&t->netascii, t->s->file, data, blksize);
		if (n == -1)
			return -1;
		t->netascii_block = block;
		t->netascii_n = (size_t)n;
	}
	return (ssize_t)t->netascii_n;
}

static int
send_block(struct transfer *t, uint64_t block)
{
	ssize_t n;

	if ((n = read_block(t, block)) == -1)
		return read_failed(t);
	if ((size_t)n < t->s->agreed.blksize)
		t->last = block;
	/*
	 * Everything has been read when the last block goes out: if nothing
	 * was written since the file was opened, it is one version.
	 */
	if (block == t->last && bootfile_changed(t->s->file))
		return changed(t);
	packet_data_header(t->packet, block_number(block,
	    t->s->agreed.rollover));
	return blocks_send_packet(t, t->packet, PACKET_HEADER_SIZE + (size_t)n);
}

int
blocks_send(struct transfer *t, uint64_t block, uint64_t count)
{
	const uint64_t left = t->last - block;	/* full ones */
	int n;

	if (t->s->burst == NULL || block == t->last)
		return send_block(t, block) == -1 ? -1 : 1;
	if ((n = read_burst(t->s->burst, block, count < left ? count : left,
	    left)) == -1)
		return read_failed(t);
	n = send_burst(t->s->burst, block, n);
	return n == -1 ? transfer_end(t, SEND_FAILED, errno) : n;
}
