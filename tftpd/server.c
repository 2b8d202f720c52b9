/*
 * The parent's start, each step before it gives away what that step needs; and the
 * end.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "daemon/lean.h"
#include "daemon/log.h"
#include "daemon/logsend.h"
#include "daemon/privilege.h"
#include "net/neighbour.h"
#include "tftpd/channel.h"
#include "tftpd/inbox.h"
#include "tftpd/server.h"
#include "tftpd/start.h"
#include "tftpd/tally.h"

#define TFTP_PORT 69
#define UPLOAD_SIZE_MAX (UINT64_C(1) << 30)

struct server *
server_open(void)
{
	struct server *s = lean_memory(sizeof(*s));

	if (s == NULL)
		return NULL;
	s->set.blksize_max = BLKSIZE_MAX;
	s->set.tries = 14;
	s->set.upload_size_max = UPLOAD_SIZE_MAX;
	s->registry.map.fd = s->registry.neighbour_fd = -1;
	s->root_fd = s->upload_fd = -1;
	s->counterfile.folder_fd = -1;
	tally_begin(&s->counters);
	s->asking.counters = &s->counters;
	lograte_begin(&s->lograte);
	s->asking.lograte = &s->lograte;
	return s;
}

_Noreturn void
leave(const struct listener *l, int status)
{
	if (status != EXIT_DONE)
		listener_discard(l);
	exit(status);
}

/* Ends it: the command line is wrong. */
static _Noreturn void
refuse(const struct server *s, const struct options *o)
{
	if (o->wants_usage)
		commandline_usage();
	else
		fprintf(stderr, "tftpd: %s\n", o->mistake);
	log_line(LOG_ERR, "%s", o->mistake);
	leave(&s->listener, EXIT_USAGE);
}

void
server_listen(struct server *s, const struct options *o)
{
	const char *reason;

	if (o->mistake != NULL)
		refuse(s, o);
	for (size_t i = 0; i < o->listens; i++) {
		reason = listener_bind(&s->listener, o->listen[i], TFTP_PORT);
		if (reason == NULL)
			continue;
		fprintf(stderr, "tftpd: cannot listen on %s: %s\n",
		    o->listen[i], reason);
		leave(&s->listener, EXIT_MISTAKE);
	}
	if (s->listener.n == 0) {
		fprintf(stderr, "tftpd: there is no socket to serve: start it "
		    "by inetd, by systemd, or with -l\n");
		leave(&s->listener, EXIT_USAGE);
	}
}

/*
 * Of an upload there are four descriptors, of a transfer with -1 one, and one
 * of each group; the rest is for the map, the log, and one request.
 */
static unsigned
descriptors(const struct server *s)
{
	unsigned each = (unsigned)s->set.one_port +
	    (s->set.upload_folder[0] != '\0' ? 4 : 0);

	return 32 + GROUPS_MAX + each * (unsigned)s->transfers.max;
}

static void
get_ready(struct server *s, const struct options *o)
{
	const char *reason;

	for (size_t i = 0; i < s->listener.n; i++)
		if (datagram_prepare(s->listener.fd[i], 0) == -1 ||
		    (s->set.one_port &&
		    (channel_prepare(s->listener.fd[i]) == -1 ||
		    inbox_hear_refusals(s->listener.fd[i]) == -1))) {
			log_line(LOG_ERR, "cannot prepare socket: %s",
			    strerror(errno));
			leave(&s->listener, EXIT_LATER);
		}
	if (transfers_open(&s->transfers, o->total, o->per_client,
	    &s->counters, &s->lograte) == -1 ||
	    start_open(s, descriptors(s)) == -1) {
		log_line(LOG_ERR, "cannot make room for transfers: %s",
		    strerror(errno));
		leave(&s->listener, EXIT_LATER);
	}
	if ((s->registry.neighbour_fd = neighbour_open()) == -1)
		log_line(LOG_WARNING, "cannot ask the neighbour table: %s; "
		    "clients are known by ip= and name only",
		    strerror(errno));
	if ((reason = privilege_drop(o->user)) != NULL) {
		log_line(LOG_ERR, "cannot become %s: %s", o->user, reason);
		leave(&s->listener, EXIT_LATER);
	}
}

/*
 * What is served has to be there now: what can be opened later is settled
 * before the first datagram is read.
 */
static void
open_folders(struct server *s, const struct options *o)
{
	s->root_fd = open(s->set.root_path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (s->root_fd == -1) {
		log_line(LOG_ERR, "cannot open boot root %s: %s", s->set.root_path,
		    strerror(errno));
		if (s->listener.launch == LAUNCH_HAND)
			leave(&s->listener, EXIT_MISTAKE);
	} else if (s->set.upload_folder[0] != '\0' && (s->upload_fd =
	    upload_open_folder(s->root_fd, s->set.upload_folder)) == -1) {
		log_line(LOG_ERR, "cannot open folder %s of -w: %s; nothing "
		    "can be written before the next start", s->set.upload_folder,
		    strerror(errno));
	}
	counterfile_open(&s->counterfile, o->counters);
}

static int
shared_fd_max(const struct server *s)
{
	int max = -1;

	for (size_t i = 0; s->set.one_port && i < s->listener.n; i++)
		max = s->listener.fd[i] > max ? s->listener.fd[i] : max;
	return max;
}

static void
lock_in(struct server *s, int strict)
{
	const struct lockin_needs needs = {
		.root_fd = s->root_fd, .upload_fd = s->upload_fd,
		.counters_fd = s->counterfile.folder_fd,
		.map_path = s->registry.map_path,
		.descriptors = descriptors(s),
		.shared_fd_max = shared_fd_max(s), .log_fd = logsend_fd(),
	};
	struct sandbox b;
	const char *missing = lockin_parent(&s->lockin, &needs, &b);

	if (missing == NULL)
		return;
	log_line(strict ? LOG_ERR : LOG_NOTICE, "not locked in: %s", missing);
	if (strict)
		leave(&s->listener, EXIT_MISTAKE);
}

void
server_begin(struct server *s, const struct options *o)
{
	get_ready(s, o);
	open_folders(s, o);
	s->registry.map_path = o->map;
	lock_in(s, o->strict);
}
