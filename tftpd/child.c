/*
 * A transfer's own process: a socket that hears only this client, the
 * options, the file, and one report at the end.
 */
#include "child.h"

#include <errno.h>
#include <inttypes.h>
#include <netinet/ip.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "log.h"
#include "receive.h"
#include "send.h"
#include "transfers.h"
#include "wrapfault.h"

#define IPV4_HEADERS (20 + 8)	/* IP without options, and UDP */
#define IPV6_HEADERS (40 + 8)
#define TFTP_HEADER 4

/*
 * A socket bound to the address that the client asked, so that the answer
 * comes from there, and connected, so that the kernel drops what others
 * send. -1: errno.
 */
static int
open_socket(const struct datagram *d)
{
	/*
	 * Without path MTU discovery: the DF bit confuses some ROMs, and a
	 * block above the MTU is to be fragmented, not refused.
	 */
	const int dont = IP_PMTUDISC_DONT, dont6 = IPV6_PMTUDISC_DONT;
	int fd, family = d->from.sa.sa_family;
	union address local = d->local;

	fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	if (local.sa.sa_family == family) {
		address_set_port(&local, 0);
		if (bind(fd, &local.sa, address_length(&local)) == -1)
			goto failed;
	}
	if ((family == AF_INET ?
	    setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &dont, sizeof(dont)) :
	    setsockopt(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, &dont6,
	    sizeof(dont6))) == -1 ||
	    connect(fd, &d->from.sa, address_length(&d->from)) == -1)
		goto failed;
	return fd;
failed:
	close(fd);
	return -1;
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

/* Said before it happens: such a client just falls silent. */
static void
warn_of_wrap(const struct child *c, const struct agreement *a)
{
	uint64_t blocks = wrapfault_blocks(c->file->size, a->blksize);

	if (c->wrapfault == NULL || blocks == 0 ||
	    a->granted[OPTION_ROLLOVER])
		return;
	log_line(LOG_WARNING, "warning %s blocks=%" PRIu64 " blksize=%u: %s "
	    "may stop at block %d; let it ask for a larger blksize, or keep "
	    "the file below %" PRIu64 " bytes", c->text, blocks, a->blksize,
	    c->wrapfault, WRAPFAULT_BLOCK,
	    (uint64_t)WRAPFAULT_BLOCK * a->blksize);
}

/* A parent that was restarted meanwhile cannot log for us. */
static void
tell(const struct child *c, const struct send_report *report)
{
	if (write(c->report_fd, report, sizeof(*report)) != sizeof(*report))
		transfers_log(c->text, report);
}

static void
run_send(const struct child *c, int fd, const struct option_limits *limits,
    struct send_report *report)
{
	struct send s = {
		.fd = fd, .file = c->file, .mode = c->request->mode,
		.first_ms = c->first_ms, .tries = c->tries, .title = c->title,
	};

	option_agree(c->request, limits, c->file->size, &s.agreed);
	warn_of_wrap(c, &s.agreed);
	send_file(&s, report);
	tell(c, report);
}

static void
run_receive(const struct child *c, int fd, const struct option_limits *limits,
    struct send_report *report)
{
	struct receive r = {
		.fd = fd, .upload = c->upload, .report_fd = c->report_fd,
		.mode = c->request->mode, .size_max = c->size_max,
		.first_ms = c->first_ms, .tries = c->tries, .title = c->title,
	};

	option_agree(c->request, limits,
	    c->request->option[OPTION_TSIZE].value, &r.agreed);
	receive_file(&r, report);
	close(c->upload->file_fd);
	if (report->outcome == RECEIVE_DONE)
		receive_dally(&r);	/* the parent knows already */
	else
		tell(c, report);
}

_Noreturn void
child_run(const struct child *c)
{
	struct option_limits limits = c->limits;
	struct send_report report = {
		.pid = getpid(), .outcome = SEND_FAILED,
	};
	int fd;

	if ((fd = open_socket(c->datagram)) == -1) {
		report.error = errno;
		tell(c, &report);
		_exit(0);
	}
	limits.path_blksize = path_blksize(fd,
	    c->datagram->from.sa.sa_family);
	if (c->upload == NULL)
		run_send(c, fd, &limits, &report);
	else
		run_receive(c, fd, &limits, &report);
	_exit(0);
}
