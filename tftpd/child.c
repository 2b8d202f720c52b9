/*
 * A transfer's own process: a channel that hears only this client, the
 * options, the file, and one report at the end.
 */
#include "child.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "channel.h"
#include "log.h"
#include "send.h"
#include "transfers.h"

/* The client's way in and out. -1: errno. */
static int
reach(struct channel *channel, const struct child *c)
{
	if (c->inbox_fd == -1)
		return channel_open(channel, c->datagram, c->ports);
	channel_share(channel, c->listen_fd, c->inbox_fd, c->datagram);
	return 0;
}

_Noreturn void
child_run(const struct child *c)
{
	struct option_limits limits = c->limits;
	struct send_report report;
	struct channel channel;
	struct send s = {
		.channel = &channel, .file = c->file, .mode = c->request->mode,
		.first_ms = c->first_ms, .tries = c->tries, .title = c->title,
	};

	memset(&report, 0, sizeof(report));
	if (reach(&channel, c) == -1) {
		report.outcome = errno == EADDRINUSE ? SEND_NO_PORT :
		    SEND_FAILED;
		report.error = errno;
	} else {
		limits.path_blksize = channel.blksize_max;
		option_agree(c->request, &limits, c->file->size, &s.agreed);
		send_file(&s, &report);
	}
	report.pid = getpid();
	report.slot = c->slot;
	/* A parent that was restarted meanwhile cannot log for us. */
	if (write(c->report_fd, &report, sizeof(report)) != sizeof(report))
		transfers_log(c->text, &report);
	_exit(0);
}
