/*
 * Request after request, each as soon as its head is whole. Who is slow with one,
 * or has none, is left.
 */
#include <bsd/unistd.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "daemon/now.h"
#include "httpd/connection.h"
#include "httpd/leave.h"
#include "httpd/serve.h"

#define DRAIN_S 2		/* for what the client has sent behind an end */
#define DRAIN_MAX 64		/* buffers of it */

static void
set_patience(const struct child *c, long long ms)
{
	const struct timeval patience = {.tv_sec = ms / 1000,
	    .tv_usec = ms % 1000 * 1000};

	(void)setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
	    sizeof(patience));
}

/*
 * Reads until the head of a request is whole: its length; 0: the client has gone,
 * or was too slow; or *refusal: it cannot be one.
 */
static size_t
read_head(const struct child *c, enum refusal *refusal,
    enum request_method *method)
{
	struct connection *k = c->connection;
	long long end_ms = 0, left_ms;
	int is_hurried = 0;
	size_t head_n;
	ssize_t n;

	*refusal = REFUSE_NOTHING;
	while ((head_n = request_length(k->in, k->in_n)) == 0) {
		*refusal = request_hopeless(k->in, k->in_n, method);
		if (*refusal != REFUSE_NOTHING)
			break;
		/* The usual request is one read, which waits long enough. */
		if (end_ms == 0) {
			end_ms = now_ms() + CONNECTION_IDLE_S * 1000;
		} else {
			left_ms = end_ms - now_ms();
			if (left_ms <= 0)
				return 0;
			set_patience(c, left_ms);
			is_hurried = 1;
		}
		leave_waits(1);
		n = leave_is_wanted() ? 0 : recv(c->fd, k->in + k->in_n,
		    sizeof(k->in) - k->in_n, 0);
		leave_waits(0);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		k->in_n += (size_t)n;
	}
	if (is_hurried)
		set_patience(c, CONNECTION_IDLE_S * 1000);
	return head_n;
}

/*
 * Ends what is sent, and takes in for a while what is still coming: a socket that is
 * closed with something unread in it takes back what the client has not read yet.
 */
static void
finish(const struct child *c)
{
	struct connection *k = c->connection;
	const uint64_t end_us = now_us() + DRAIN_S * 1000000;

	if (shutdown(c->fd, SHUT_WR) == -1)
		return;
	set_patience(c, DRAIN_S * 1000);
	for (int i = 0; i < DRAIN_MAX && now_us() < end_us &&
	    recv(c->fd, k->body, sizeof(k->body), 0) > 0; i++)
		;
}

_Noreturn void
connection_run(struct child *c)
{
	struct connection *k = c->connection;
	enum refusal refusal;
	enum request_method method;
	enum served served = SERVED_KEEPS;
	size_t head_n;

	lean_become_child(&c->surplus, leave_on_term);
	/* Who cannot be locked in, reads nothing. */
	if (lockin_child(&c->lockin, &c->fd) == -1) {
		serve_unlocked(c);
		_exit(0);
	}
	while (served == SERVED_KEEPS && !leave_is_wanted()) {
		head_n = read_head(c, &refusal, &method);
		if (refusal == REFUSE_NOTHING && head_n == 0)
			_exit(0);
		served = refusal == REFUSE_NOTHING ? serve(c, head_n) :
		    serve_hopeless(c, refusal, method);
		k->in_n -= head_n;
		memmove(k->in, k->in + head_n, k->in_n);
	}
	if (served == SERVED_UNREAD || (served != SERVED_BROKEN &&
	    (leave_is_wanted() || k->in_n > 0)))
		finish(c);
	_exit(0);
}
