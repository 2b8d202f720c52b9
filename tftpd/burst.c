/*
 * Blocks by the dozen.
 */
#include "burst.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <sys/socket.h>

#include "blocknumber.h"

#define UDP_BYTES_MAX 65507

void
burst_open(struct burst *b, int fd, const struct bootfile *file,
    unsigned blksize, unsigned rollover)
{
	b->fd = fd;
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

/* Says where the kernel has to cut: for this call alone. */
static void
put_segment_size(struct msghdr *msg, uint16_t size)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(msg);

	c->cmsg_level = IPPROTO_UDP;
	c->cmsg_type = UDP_SEGMENT;
	c->cmsg_len = CMSG_LEN(sizeof(size));
	memcpy(CMSG_DATA(c), &size, sizeof(size));
}

int
burst_send(struct burst *b, uint64_t first, uint64_t count)
{
	union {
		struct cmsghdr align;
		unsigned char bytes[CMSG_SPACE(sizeof(uint16_t))];
	} control;
	struct msghdr msg = {.msg_iov = b->iov};
	unsigned n;

	memset(&control, 0, sizeof(control));

	for (;;) {
		n = count < b->blocks_max ? (unsigned)count : b->blocks_max;
		msg.msg_iovlen = gather(b, first, n);
		msg.msg_control = n > 1 ? control.bytes : NULL;
		msg.msg_controllen = n > 1 ? sizeof(control.bytes) : 0;
		if (n > 1)
			put_segment_size(&msg, (uint16_t)(PACKET_HEADER_SIZE +
			    b->blksize));
		if (sendmsg(b->fd, &msg, 0) != -1)
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
