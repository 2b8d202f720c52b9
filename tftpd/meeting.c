/*
 * Looking for a client's MAC address, twice if need be.
 */
#include <netinet/in.h>
#include <poll.h>

#include "daemon/now.h"
#include "map/lookup.h"
#include "net/neighbour.h"
#include "tftpd/meeting.h"

#define DISCARD_PORT 9
#define WAIT_MS 50
#define LOOK_MS 2

/* Nobody can hold us up for longer than 200 ms in a second. */
#define WAITS 4

void
meeting_begin(struct meeting *m)
{
	m->neighbour_fd = -1;
	allowance_begin(&m->waits, WAITS, WAITS, now_ms());
}

/* An empty datagram for nobody: the kernel has to find out where it goes to. */
static void
call(int fd, const struct datagram *d)
{
	union address to = d->from;

	if (to.sa.sa_family == AF_INET6)
		to.in6.sin6_port = htons(DISCARD_PORT);
	else
		to.in.sin_port = htons(DISCARD_PORT);
	/* What becomes of it is seen in the table. */
	(void)datagram_send(fd, "", 0, &to, &d->local, d->ifindex);
}

/* 1: it has answered. */
static int
wait_for(struct meeting *m, int fd, const struct datagram *d,
    unsigned char mac[6])
{
	const long long begun_ms = now_ms();

	if (!allowance_has(&m->waits, begun_ms))
		return 0;
	call(fd, d);
	do {
		(void)poll(NULL, 0, LOOK_MS);
		if (neighbour_mac(m->neighbour_fd, &d->from, d->ifindex,
		    mac) == 1)
			return 1;
	} while (now_ms() - begun_ms < WAIT_MS);
	allowance_spend(&m->waits);
	return 0;
}

struct who
meeting_who(struct meeting *m, int fd, const struct datagram *d)
{
	unsigned char mac[6];
	const int found = neighbour_mac(m->neighbour_fd, &d->from, d->ifindex,
	    mac);

	return lookup_met(&d->from, found == 1 || (found == NEIGHBOUR_LOST &&
	    wait_for(m, fd, d, mac)) ? mac : NULL);
}
