/*
 * A transfer's own process: a channel that hears only this client, the
 * options, the file, and one report at the end.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/log.h"
#include "daemon/reporting.h"
#include "tftpd/channel.h"
#include "tftpd/child.h"
#include "tftpd/receive.h"
#include "tftpd/send.h"
#include "tftpd/wrapfault.h"

/* The client's way in and out. -1: errno. */
static int
reach(struct channel *channel, const struct child *c)
{
	if (c->inbox_fd == -1)
		return channel_open(channel, &c->asked, &c->ports);
	channel_share(channel, c->shared_fd, c->inbox_fd, &c->asked);
	return 0;
}

/* Said before it happens: such a client just falls silent. */
static void
warn_of_wrap(const struct child *c, const struct agreement *a)
{
	uint64_t blocks = wrapfault_blocks(c->file.size, a->blksize);

	if (c->wrapfault == NULL || blocks == 0 ||
	    a->granted[OPTION_ROLLOVER])
		return;
	log_line(LOG_WARNING, "warning %s blocks=%" PRIu64 " blksize=%u: %s "
	    "may stop at block %d; let it ask for a larger blksize, or keep "
	    "the file below %" PRIu64 " bytes", c->text, blocks, a->blksize,
	    c->wrapfault, WRAPFAULT_BLOCK,
	    (uint64_t)WRAPFAULT_BLOCK * a->blksize);
}

/* The outcome says that the parent's end of a pair of sockets is closed. */
static int
parent_died(const struct report *report)
{
	switch (report->outcome) {
	case SEND_ORPHANED:
		return 1;
	case RECEIVE_UNNAMED:
		return report->error == EPIPE;		/* store.h */
	default:
		return 0;
	}
}

/*
 * A parent that was restarted meanwhile cannot log for us. What dies closes
 * one descriptor after the other: the socket may still take what nobody reads.
 */
static void
tell(const struct child *c, const struct report *report)
{
	if (!parent_died(report) && reporting_send(c->report_fd, report,
	    sizeof(*report)) == 0)
		return;
	report_log(c->text, report);
}

static void
fail(struct report *report, enum outcome outcome)
{
	report->outcome = outcome;
	report->error = errno;
}

static void
run_send(struct child *c, struct channel *channel,
    const struct option_limits *limits, struct report *report)
{
	struct send s = {
		.channel = channel, .file = &c->file,
		.mode = c->request.mode,
		.first_ms = c->first_ms, .tries = c->tries, .title = c->title,
	};

	option_agree(&c->request, limits, s.file->size, &s.agreed);
	credit_begin(&channel->credit, c->guesses, s.agreed.windowsize);
	credit_ask(&channel->credit);
	warn_of_wrap(c, &s.agreed);
	bootfile_settle(s.file);
	send_open(&s);
	if (lockin_child(&c->lockin, LOCKIN_SEND) == -1)
		fail(report, SEND_FAILED);
	else
		send_file(&s, report);
	tell(c, report);
}

static void
run_receive(const struct child *c, struct channel *channel,
    const struct option_limits *limits, struct report *report)
{
	const struct request *request = &c->request;
	struct receive r = {
		.channel = channel, .upload = &c->upload,
		.report_fd = c->report_fd,
		.mode = request->mode, .size_max = c->size_max,
		.first_ms = c->first_ms, .tries = c->tries, .title = c->title,
	};

	option_agree(request, limits, request->option[OPTION_TSIZE].value,
	    &r.agreed);
	/* An ACK for a block, whatever the window. */
	credit_begin(&channel->credit, c->guesses, 1);
	credit_ask(&channel->credit);
	if (receive_open(&r) == -1 ||
	    lockin_child(&c->lockin, LOCKIN_RECEIVE) == -1)
		fail(report, RECEIVE_FAILED);
	else
		receive_file(&r, report);
	close(r.upload->file_fd);
	if (report->outcome == RECEIVE_DONE)
		receive_dally(&r);	/* the parent knows already */
	else
		tell(c, report);
}

_Noreturn void
child_run(struct child *c)
{
	struct option_limits limits = c->limits;
	struct report report = {.slot = c->slot};
	struct channel channel;

	if (reach(&channel, c) == -1) {
		fail(&report, errno == EADDRINUSE ? SEND_NO_PORT :
		    SEND_FAILED);
		tell(c, &report);
		_exit(0);
	}
	limits.path_blksize = channel.blksize_max;
	if (!c->uploads)
		run_send(c, &channel, &limits, &report);
	else
		run_receive(c, &channel, &limits, &report);
	_exit(0);
}
