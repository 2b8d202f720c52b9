/*
 * A transfer's own process: a socket that hears only this client, the
 * options, the file, and one report at the end.
 */
#include "child.h"

#include <errno.h>
#include <netinet/ip.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "log.h"
#include "send.h"
#include "transfers.h"

#define IPV4_HEADERS (20 + 8)	/* IP without options, and UDP */
#define IPV6_HEADERS (40 + 8)
#define TFTP_HEADER 4

/*
 * A socket bound to the address that the client asked, so that the answer
 * comes from there, and connected, so that the kernel drops what others
 * send. -1: errno.
 */
static int
open_socket(const struct datagram *d, const struct port_range *ports)
{
	/*
	 * Without path MTU discovery: the DF bit confuses some ROMs, and a
	 * block above the MTU is to be fragmented, not refused.
	 */
	const int dont = IP_PMTUDISC_DONT, dont6 = IPV6_PMTUDISC_DONT;
	int fd, family = d->from.sa.sa_family;
	union address local = {.sa = {.sa_family = (sa_family_t)family}};

	fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	if (d->local.sa.sa_family == family)
		local = d->local;
	address_set_port(&local, 0);
	if (port_bind(fd, &local, ports, (unsigned)getpid()) == -1 ||
	    (family == AF_INET ?
	    setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &dont, sizeof(dont)) :
	    setsockopt(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, &dont6,
	    sizeof(dont6))) == -1 ||
	    connect(fd, &d->from.sa, address_length(&d->from)) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

/* The largest blksize that one packet of the path carries. */
static unsigned
path_blksize(int fd, int family)
{
	int mtu, headers = TFTP_HEADER;
	socklen_t n = sizeof(mtu);

	if (family == AF_INET) {
		if (getsockopt(fd, IPPROTO_IP, IP_MTU, &mtu, &n) == -1)
			return BLKSIZE_DEFAULT;
		headers += IPV4_HEADERS;
	} else {
		if (getsockopt(fd, IPPROTO_IPV6, IPV6_MTU, &mtu, &n) == -1)
			return BLKSIZE_DEFAULT;
		headers += IPV6_HEADERS;
	}
	return mtu - headers < BLKSIZE_DEFAULT ? BLKSIZE_DEFAULT :
	    (unsigned)(mtu - headers);
}

_Noreturn void
child_run(const struct child *c)
{
	struct option_limits limits = c->limits;
	struct send_report report;
	struct send s = {
		.file = c->file, .mode = c->request->mode,
		.first_ms = c->first_ms, .tries = c->tries, .title = c->title,
	};

	memset(&report, 0, sizeof(report));
	if ((s.fd = open_socket(c->datagram, c->ports)) == -1) {
		report.outcome = errno == EADDRINUSE ? SEND_NO_PORT :
		    SEND_FAILED;
		report.error = errno;
	} else {
		limits.path_blksize = path_blksize(s.fd,
		    c->datagram->from.sa.sa_family);
		option_agree(c->request, &limits, c->file->size, &s.agreed);
		send_file(&s, &report);
	}
	report.pid = getpid();
	/* A parent that was restarted meanwhile cannot log for us. */
	if (write(c->report_fd, &report, sizeof(report)) != sizeof(report))
		transfers_log(c->text, &report);
	_exit(0);
}
