/*
 * Writing an upload to the disk.
 */
#include <errno.h>
#include <unistd.h>

#include "tftpd/netascii.h"
#include "tftpd/store.h"

#define FLUSH_BYTES (8 << 20)	/* so that the end need not wait for long */

static enum store_verdict
failed(void)
{
	return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ?
	    STORE_FULL : STORE_FAILED;
}

static enum store_verdict
write_bytes(struct store *s, const unsigned char *bytes, size_t n)
{
	ssize_t done;

	if (n > s->size_max - s->bytes)
		return STORE_TOO_LARGE;
	for (; n > 0; bytes += done, n -= (size_t)done) {
		done = write(s->fd, bytes, n);
		if (done == -1 && errno == EINTR)
			done = 0;
		if (done == -1)
			return failed();
		s->bytes += (uint64_t)done;
	}
	return STORE_DONE;
}

static enum store_verdict
write_text(struct store *s, const unsigned char *bytes, size_t n)
{
	return write_bytes(s, s->text,
	    netascii_write(&s->cr, bytes, n, s->text));
}

enum store_verdict
store_block(struct store *s, const unsigned char *bytes, size_t n, int last)
{
	enum store_verdict verdict;

	if (s->mode == MODE_OCTET) {
		verdict = write_bytes(s, bytes, n);
	} else {
		verdict = n > 0 ? write_text(s, bytes, n) : STORE_DONE;
		if (verdict == STORE_DONE && last)
			verdict = write_text(s, NULL, 0);
	}
	if (verdict != STORE_DONE ||
	    (!last && s->bytes - s->flushed < FLUSH_BYTES))
		return verdict;
	/*
	 * Not even a power failure is to leave less under the name than the
	 * client was told; and here a network file system says what it could
	 * not write.
	 */
	s->flushed = s->bytes;
	return fdatasync(s->fd) == -1 ? failed() : STORE_DONE;
}
