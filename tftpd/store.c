/*
 * Writing an upload to the disk, and asking for its name.
 */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/reporting.h"
#include "tftpd/netascii.h"
#include "tftpd/store.h"

#define FLUSH_BYTES (8 << 20)	/* so that the end need not wait for long */

static const struct store_fault nothing = {.text = NULL},
    disk_full = {RECEIVE_FULL, 0, ERROR_FULL, "Disk full"},
    too_large = {RECEIVE_TOO_LARGE, 0, ERROR_FULL, "The file is too large"};

static struct store_fault
cannot_write(int error)
{
	if (error == ENOSPC || error == EDQUOT || error == EFBIG)
		return disk_full;
	return (struct store_fault){RECEIVE_FAILED, error, ERROR_UNDEFINED,
	    "The file cannot be written"};
}

static struct store_fault
write_bytes(struct store *s, const unsigned char *bytes, size_t n)
{
	ssize_t done;

	if (n > s->size_max - s->bytes)
		return too_large;
	for (; n > 0; bytes += done, n -= (size_t)done) {
		done = write(s->fd, bytes, n);
		if (done == -1 && errno == EINTR)
			done = 0;
		if (done == -1)
			return cannot_write(errno);
		s->bytes += (uint64_t)done;
	}
	return nothing;
}

static struct store_fault
write_text(struct store *s, const unsigned char *bytes, size_t n)
{
	return write_bytes(s, s->text,
	    netascii_write(&s->cr, bytes, n, s->text));
}

struct store_fault
store_block(struct store *s, const unsigned char *bytes, size_t n, int last)
{
	struct store_fault fault = nothing;

	if (s->mode == MODE_OCTET) {
		fault = write_bytes(s, bytes, n);
	} else {
		if (n > 0)
			fault = write_text(s, bytes, n);
		if (fault.text == NULL && last)
			fault = write_text(s, NULL, 0);
	}
	if (fault.text != NULL ||
	    (!last && s->bytes - s->flushed < FLUSH_BYTES))
		return fault;
	/*
	 * Not even a power failure is to leave less under the name than the
	 * client was told; and here a network file system says what it could
	 * not write.
	 */
	s->flushed = s->bytes;
	return fdatasync(s->fd) == -1 ? cannot_write(errno) : nothing;
}

/* 0 or errno; -1: there is no answer. */
static int
take_answer(const struct upload *u, int flags)
{
	int error;

	return recv(u->name_fd[0], &error, sizeof(error), flags) ==
	    sizeof(error) ? error : -1;
}

/* The same after a minute at most; EPIPE: it does not answer. */
static int
answer(const struct upload *u)
{
	int error = take_answer(u, 0);

	if (error != -1)
		return error;
	/* It may only have slept: it is not to name what the client was told
	   that there is none of. */
	(void)send(u->name_fd[0], "!", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
	error = take_answer(u, MSG_DONTWAIT);
	return error != -1 ? error : EPIPE;
}

static struct store_fault
cannot_name(int error)
{
	struct store_fault fault = {RECEIVE_UNNAMED, error, ERROR_UNDEFINED,
	    "The file cannot be named"};

	switch (error) {
	case EPIPE:
		fault.text = "The server has stopped";
		return fault;
	case EEXIST:
		fault.code = ERROR_EXISTS;
		fault.text = "File already exists";
		return fault;
	case ENOSPC: case EDQUOT:
		return disk_full;
	case EACCES: case EPERM: case EROFS:
		fault.code = ERROR_ACCESS;
		fault.text = "Access violation";
		return fault;
	default:
		return fault;
	}
}

struct store_fault
store_ask_for_name(const struct upload *u, int report_fd,
    const struct report *asks)
{
	int error;

	(void)send(u->name_fd[0], "?", 1, MSG_NOSIGNAL);
	/* A parent that has stopped neither reads nor answers. */
	error = reporting_send(report_fd, asks, sizeof(*asks)) == -1 ?
	    EPIPE : answer(u);
	return error == 0 ? nothing : cannot_name(error);
}
