/*
 * The kernel tells nobody when a queue is empty: it has to be asked again and again.
 */
#include <errno.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

#include "daemon/now.h"
#include "httpd/acknowledge.h"
#include "httpd/connection.h"
#include "httpd/leave.h"

#define NAP_FIRST_US 100
#define NAP_MOST_US 2000		/* where no rate is known */
#define NAP_BY_RATE_US 20000

/* How much the client has not acknowledged; -1: errno. */
static int
unacknowledged(int fd)
{
	int n;

	return ioctl(fd, SIOCOUTQ, &n) == -1 ? -1 : n;
}

/*
 * Whether nothing can be sent any more: errno. A client that has sent its last byte,
 * and said so, still takes what is sent; if it goes then, recv(2) does not tell.
 */
static int
is_gone(int fd)
{
	return send(fd, "", 0, MSG_DONTWAIT | MSG_NOSIGNAL) == -1 &&
	    errno != EAGAIN && errno != EINTR;
}

/*
 * Half of what the rest will take, at the rate of what the client has: so one of
 * many clients, who is sent little at a time, is looked at seldom. 0: not known.
 */
static uint64_t
half_of_rest_us(int left, uint64_t bytes, uint64_t begun_us)
{
	const double had = (double)bytes - left;
	const double us = had <= 0 ? 0 :
	    left / had * (double)(now_us() - begun_us) / 2;

	return us < NAP_BY_RATE_US ? (uint64_t)us : NAP_BY_RATE_US;
}

int
acknowledge_is_overdue(int fd, uint64_t bytes)
{
	int left;

	return leave_is_wanted() && (left = unacknowledged(fd)) != -1 &&
	    leave_is_overdue((int64_t)bytes - left);
}

static void
nap(uint64_t us)
{
	const struct timespec t = {.tv_nsec = (long)us * 1000};

	(void)nanosleep(&t, NULL);
}

int
acknowledge_wait(int fd, int n, uint64_t bytes, uint64_t begun_us)
{
	uint64_t nap_us = NAP_FIRST_US, rest_us;
	long long stuck_ms = now_ms() + CONNECTION_STUCK_S * 1000;
	int left, before = -1;

	while ((left = unacknowledged(fd)) == -1 || left > n) {
		if (left == -1 || is_gone(fd))
			return -1;
		if (left != before)
			stuck_ms = now_ms() + CONNECTION_STUCK_S * 1000;
		else if (now_ms() >= stuck_ms) {
			errno = EAGAIN;
			return -1;
		}
		if (acknowledge_is_overdue(fd, bytes)) {
			errno = ETIME;
			return -1;
		}
		before = left;
		rest_us = half_of_rest_us(left, bytes, begun_us);
		nap(rest_us > nap_us ? rest_us : nap_us);
		if (nap_us < NAP_MOST_US)
			nap_us *= 2;
	}
	return 0;
}
