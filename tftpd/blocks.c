/*
 * Reading and sending blocks, and the end.
 */
#include <errno.h>

#include "daemon/now.h"
#include "tftpd/blocks.h"
#include "tftpd/packet.h"

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
	if ((n = burst_read(t->s->burst, block, count < left ? count : left,
	    left)) == -1)
		return read_failed(t);
	n = burst_send(t->s->burst, block, n);
	return n == -1 ? transfer_end(t, SEND_FAILED, errno) : n;
}
