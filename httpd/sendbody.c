/*
 * What is small is read and sent as one. What is large goes from the file's pages to
 * the network without being copied.
 *
 * Such pages may still change while they stand in the socket's queue: what is sent
 * then is not what the file was. So the end is copied, and the last bytes of that are
 * kept back until the client has acknowledged all that was not copied, and the file is
 * still what it was; if it is not, the client never has a whole response. Why not all
 * of the end is kept back: a client that gets nothing more takes its time to
 * acknowledge what it has.
 */
#include <bsd/unistd.h>
#include <errno.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "daemon/now.h"
#include "httpd/acknowledge.h"
#include "httpd/connection.h"
#include "httpd/sendbody.h"
#include "net/stream.h"

#define PIECE (2048 * 1024)
#define COPIED CONNECTION_SMALL	/* at the end of what is large */
#define KEPT_BACK 4096		/* of that */
#define SENT_AT_ONCE (COPIED - KEPT_BACK)
#define TITLE_FIRST_US 20000	/* not for what is over at once */
#define TITLE_US 500000		/* between what ps shows */

/* What errno of a write to the connection means. */
static enum outcome
outcome_of(int error)
{
	switch (error) {
	case EAGAIN:
		return REPORT_STALLED;
	case EPIPE:
	case ECONNRESET:
	case ETIMEDOUT:
	case EHOSTUNREACH:
	case ENETUNREACH:
	case ENETDOWN:
		return REPORT_GONE;
	}
	errno = error;
	return REPORT_FAILED;
}

/* Nothing more is sent, and the client is told so by the end of it all. */
static enum outcome
reset(const struct sending *s, enum outcome outcome)
{
	const struct linger at_once = {.l_onoff = 1};
	const int error = errno;

	(void)setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &at_once,
	    sizeof(at_once));
	errno = error;
	return outcome;
}

/* Somebody else is to have the place: what stands in the queue goes as well. */
static enum outcome
leave(const struct sending *s)
{
	return reset(s, REPORT_SLOW);
}

static int
is_overdue(const struct sending *s)
{
	return acknowledge_is_overdue(s->fd, s->bytes);
}

/* Reads what lies in the middle of a file: REPORT_SENT: it is there. */
static enum outcome
read_content(const struct sending *s, size_t n, uint64_t offset)
{
	if (bootfile_read(s->file, s->body, n, offset) == (ssize_t)n)
		return REPORT_SENT;
	return reset(s, errno == ESTALE ? REPORT_CHANGED : REPORT_FAILED);
}

/* All of two pieces of memory, the second of them of the content. */
static enum outcome
send_two(struct sending *s, const char *head, size_t head_n, const char *bytes,
    size_t n)
{
	struct iovec iov[2];
	ssize_t sent;
	size_t of_head;

	while (head_n + n > 0) {
		if (is_overdue(s))
			return leave(s);
		iov[0] = (struct iovec){(void *)(uintptr_t)head, head_n};
		iov[1] = (struct iovec){(void *)(uintptr_t)bytes, n};
		sent = writev(s->fd, iov, 2);
		if (sent == -1 && errno == EINTR)
			continue;
		if (sent == -1)
			return outcome_of(errno);
		of_head = (size_t)sent < head_n ? (size_t)sent : head_n;
		head += of_head;
		head_n -= of_head;
		bytes += (size_t)sent - of_head;
		n -= (size_t)sent - of_head;
		s->bytes += (size_t)sent - of_head;
	}
	return REPORT_SENT;
}

/* The whole of it is one piece of memory already. */
static const char *
in_memory(const struct sending *s)
{
	const struct bootfile *f = s->file;

	if (f->n == 1 && f->segment[0].fd == -1)
		return f->segment[0].memory;
	return s->body_n == f->size ? s->body : NULL;
}

static enum outcome
send_small(struct sending *s)
{
	const struct response *r = s->response;
	const char *bytes = in_memory(s);
	enum outcome outcome;

	if (bytes != NULL)
		bytes += r->first;
	else if ((outcome = read_content(s, (size_t)r->n, r->first)) !=
	    REPORT_SENT)
		return outcome;
	else
		bytes = s->body;
	if (bootfile_changed(s->file))
		return reset(s, REPORT_CHANGED);
	return send_two(s, r->head, r->head_n, bytes, (size_t)r->n);
}

static enum outcome
send_head(const struct sending *s)
{
	const struct response *r = s->response;
	size_t done = 0;
	ssize_t n;

	while (done < r->head_n) {
		if (is_overdue(s))
			return leave(s);
		n = send(s->fd, r->head + done, r->head_n - done,
		    MSG_MORE | MSG_NOSIGNAL);
		if (n == -1 && errno != EINTR)
			return outcome_of(errno);
		done += n > 0 ? (size_t)n : 0;
	}
	return REPORT_SENT;
}

static void
tell_ps(struct sending *s, uint64_t begun_us, uint64_t *title_us)
{
	const uint64_t now = now_us();
	uint64_t tenths;

	if (now < *title_us)
		return;
	*title_us = now + TITLE_US;
	s->is_shown = 1;
	tenths = s->bytes * 10 / (now - begun_us + 1);
	setproctitle("%s %d%% %d.%d MB/s", s->title,
	    (int)(s->bytes * 100 / s->response->n), (int)(tenths / 10),
	    (int)(tenths % 10));
}

/* A part of an open file, n bytes from offset. */
static enum outcome
send_file(struct sending *s, int fd, uint64_t offset, uint64_t n)
{
	const uint64_t begun_us = now_us();
	uint64_t title_us = begun_us + TITLE_FIRST_US;
	off_t at = (off_t)offset;
	ssize_t sent;

	while (n > 0) {
		if (is_overdue(s))
			return leave(s);
		sent = sendfile(s->fd, fd, &at, n < PIECE ? (size_t)n : PIECE);
		if (sent == -1 && errno == EINTR)
			continue;
		if (sent == -1)
			return outcome_of(errno);
		/* It is shorter now, or another one. */
		if (sent == 0 || bootfile_changed(s->file))
			return reset(s, REPORT_CHANGED);
		n -= (uint64_t)sent;
		s->bytes += (uint64_t)sent;
		tell_ps(s, begun_us, &title_us);
	}
	return REPORT_SENT;
}

/* n bytes of the content from offset, segment by segment. */
static enum outcome
send_segments(struct sending *s, uint64_t offset, uint64_t n)
{
	enum outcome outcome = REPORT_SENT;
	uint64_t part;

	for (size_t i = 0; i < s->file->n && n > 0 &&
	    outcome == REPORT_SENT; i++) {
		const struct segment *g = &s->file->segment[i];

		if (offset >= g->size) {
			offset -= g->size;
			continue;
		}
		part = n < g->size - offset ? n : g->size - offset;
		outcome = g->fd == -1 ? send_two(s, NULL, 0,
		    g->memory + offset, (size_t)part) :
		    send_file(s, g->fd, offset, part);
		n -= part;
		offset = 0;
	}
	return outcome;
}

static enum outcome
send_large(struct sending *s)
{
	const struct response *r = s->response;
	const uint64_t most = r->n - COPIED, begun_us = now_us();
	enum outcome outcome;

	/* Without it the kernel cuts a packet wherever it had to wait for room. */
	(void)stream_gather(s->fd, 1);
	if ((outcome = send_head(s)) != REPORT_SENT ||
	    (outcome = send_segments(s, r->first, most)) != REPORT_SENT ||
	    (outcome = read_content(s, COPIED, r->first + most)) !=
	    REPORT_SENT ||
	    (outcome = send_two(s, NULL, 0, s->body, SENT_AT_ONCE)) !=
	    REPORT_SENT)
		return outcome;
	(void)stream_gather(s->fd, 0);
	if (acknowledge_wait(s->fd, SENT_AT_ONCE, s->bytes, begun_us) == -1)
		return errno == ETIME ? leave(s) : outcome_of(errno);
	if (bootfile_changed(s->file))
		return reset(s, REPORT_CHANGED);
	return send_two(s, NULL, 0, s->body + SENT_AT_ONCE, KEPT_BACK);
}

enum outcome
sendbody(struct sending *s)
{
	const struct response *r = s->response;
	enum outcome outcome;

	if (r->n == 0)
		return send_two(s, r->head, r->head_n, "", 0);
	if (r->n <= CONNECTION_SMALL)
		return send_small(s);
	outcome = send_large(s);
	if (s->is_shown)
		setproctitle("waits");
	return outcome;
}
