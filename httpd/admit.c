/*
 * Places for connections.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "daemon/log.h"
#include "daemon/now.h"
#include "httpd/admit.h"
#include "httpd/respond.h"
#include "httpd/start.h"
#include "httpd/tally.h"
#include "map/mapfollow.h"
#include "net/stream.h"

#define AT_ONCE 64		/* before reports are looked at again */
#define ASK_FOR 8		/* places, where one is wanted */
#define ASK_MS 100		/* until others are, though some have not left */
#define HOLD_MS 500		/* until nobody is likely to make room */
#define FULL_MS 1000		/* and then nobody is asked */
#define SHORT_MS 50		/* until descriptors, or memory, are there again */

/*
 * One line, without waiting and without reading: what the client has sent by now is
 * thrown away by the kernel, since a socket that is closed with it takes the line
 * back.
 */
static void
turn_away(struct server *s, int fd, const union address *peer,
    enum refusal refusal, int error)
{
	const struct lograte_source source = lograte_address(peer);
	const char *word = refusal_words(refusal).word;
	char client[ADDRESS_TEXT_SIZE];
	struct response response;

	respond_refusal(refusal, NULL, time(NULL), &response);
	(void)send(fd, response.head, response.head_n, MSG_DONTWAIT |
	    MSG_NOSIGNAL);
	(void)shutdown(fd, SHUT_WR);
	(void)recv(fd, NULL, REQUEST_HEAD_MAX, MSG_TRUNC | MSG_DONTWAIT);
	close(fd);
	counters_add(&s->counters, TALLY_REFUSED, word, 1);
	if (!lograte_wants(&s->lograte, LOG_NOTICE, NULL, 0, &source))
		return;
	address_text(client, sizeof(client), peer, 0);
	if (error != 0)
		log_line(LOG_ERR, "cannot start a process: %s",
		    strerror(error));
	log_line(LOG_NOTICE, "refused client=%s status=%u reason=%s", client,
	    response.status, word);
}

static void
start(struct server *s, int fd, const union address *peer, struct running *r)
{
	(void)mapfollow(&s->map, s->map_path, s->map_trouble,
	    MAPFOLLOW_SENDS_NOTHING);
	counters_add(&s->counters, TALLY_CONNECTIONS, NULL, 1);
	if (start_connection(s, fd, peer, r) == -1)
		turn_away(s, fd, peer, REFUSE_NO_PROCESS, errno);
}

/*
 * Those that only wait for a request go; the others when they have sent. Until they
 * are gone, or a while has passed, nobody else is asked: he would leave for nothing.
 */
static void
ask_for_room(struct server *s)
{
	struct connections *c = &s->connections;
	const long long now = now_ms();
	struct running *r;
	unsigned n = 0;

	if (c->awaited > 0 && now < s->ask_ms)
		return;
	s->ask_ms = now + ASK_MS;
	while (n < ASK_FOR && (r = connections_to_tell(c, now)) != NULL) {
		r->told_ms = now;
		kill(r->pid, SIGTERM);
		n++;
	}
	connections_told(c, n);
}

void
admit(struct server *s, int fd, const union address *peer)
{
	struct running *r;

	if (!start_is_proxy(s, peer) &&
	    connections_has_enough(&s->connections, peer)) {
		turn_away(s, fd, peer, REFUSE_CONNECTIONS, 0);
		return;
	}
	if ((r = connections_place(&s->connections)) != NULL) {
		start(s, fd, peer, r);
		return;
	}
	if (s->held.fd != -1 || now_ms() < s->full_until_ms) {
		turn_away(s, fd, peer, REFUSE_CONNECTIONS, 0);
		return;
	}
	ask_for_room(s);
	s->held.fd = fd;
	s->held.peer = *peer;
	s->held.until_ms = now_ms() + HOLD_MS;
}

/* There are not enough of something, for now. */
static int
is_short(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOBUFS ||
	    error == ENOMEM;
}

/* What cannot be taken stays where it is, and would be asked for at once. */
static void
wait_for_more(struct server *s)
{
	const struct timespec nap = {.tv_nsec = SHORT_MS * 1000000L};
	const struct lograte_source nobody = {.n = 0};
	const int error = errno;

	if (lograte_wants(&s->lograte, LOG_ERR, NULL, 0, &nobody))
		log_line(LOG_ERR, "cannot accept: %s", strerror(error));
	(void)nanosleep(&nap, NULL);
}

int
admit_waiting(struct server *s, int fd)
{
	union address peer;
	int got;

	for (int i = 0; i < AT_ONCE && s->held.fd == -1; i++) {
		if ((got = stream_accept(fd, &peer)) != -1)
			admit(s, got, &peer);
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			return 0;
		else if (is_short(errno)) {
			wait_for_more(s);
			return 0;
		} else if (errno != EINTR && !stream_is_gone(errno))
			return -1;
	}
	return 0;
}

void
admit_held(struct server *s)
{
	struct held *h = &s->held;
	struct running *r;
	int fd = h->fd;

	if (fd == -1)
		return;
	if ((r = connections_place(&s->connections)) != NULL) {
		h->fd = -1;
		start(s, fd, &h->peer, r);
	} else if (now_ms() >= h->until_ms) {
		h->fd = -1;
		s->full_until_ms = now_ms() + FULL_MS;
		turn_away(s, fd, &h->peer, REFUSE_CONNECTIONS, 0);
	} else {
		ask_for_room(s);
	}
}

int
admit_wait_ms(const struct server *s, int ms)
{
	long long left;

	if (s->held.fd == -1)
		return ms;
	left = (s->ask_ms < s->held.until_ms ? s->ask_ms :
	    s->held.until_ms) - now_ms();
	if (left < 0)
		left = 0;
	return ms == -1 || ms > left ? (int)left : ms;
}
