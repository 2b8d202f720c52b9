/*
 * The parent's start: no step gives away what a later one needs.
 */
#include <errno.h>
#include <string.h>
#include <syslog.h>

#include "daemon/lean.h"
#include "daemon/log.h"
#include "daemon/logsend.h"
#include "net/rival.h"
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
	s->registry.map.fd = -1;
	meeting_begin(&s->registry.meeting);
	s->registry.done.done.fd = -1;
	s->root_fd = s->upload_fd = -1;
	s->counterfile.folder_fd = -1;
	tally_begin(&s->counters);
	s->asking.counters = &s->counters;
	lograte_begin(&s->lograte);
	s->asking.lograte = &s->lograte;
	return s;
}

void
server_listen(struct server *s, const struct serveroption *o)
{
	startup_check(&s->listener, &o->mistake, commandline_usage);
	startup_listen(&s->listener, "tftpd", o->listen, o->listens,
	    TFTP_PORT);
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

/*
 * Another program may have the port as well, dnsmasq with enable-tftp for one. Then
 * clients are told that files are missing, and nothing else says why.
 */
static void
warn_of_rival(const struct listener *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const unsigned port = address_port(&l->address[i]);

		if (!rival_is_there(port))
			continue;
		log_line(LOG_WARNING, "port %u is bound twice, and another "
		    "program may get what clients ask; ss -ulnp says which",
		    port);
		return;
	}
}

static void
get_ready(struct server *s, const struct serveroption *o)
{
	const struct listener *l = &s->listener;

	for (size_t i = 0; i < l->n; i++)
		if (datagram_prepare(l->fd[i], 0) == -1 || (s->set.one_port &&
		    (channel_prepare(l->fd[i]) == -1 ||
		    inbox_hear_refusals(l->fd[i]) == -1)))
			startup_fail(l, "prepare socket");
	warn_of_rival(l);
	if (transfers_open(&s->transfers, o->total, o->per_client,
	    &s->counters, &s->lograte, &s->registry) == -1 ||
	    start_open(s, descriptors(s)) == -1)
		startup_fail(l, "make room for transfers");
	s->registry.meeting.neighbour_fd = startup_neighbours();
	startup_become(l, o->user);
}

/*
 * What is served has to be there now: what can be opened later is settled
 * before the first datagram is read.
 */
static void
open_folders(struct server *s, const struct serveroption *o)
{
	s->root_fd = startup_root(&s->listener, s->set.root_path);
	if (s->root_fd != -1 && s->set.upload_folder[0] != '\0' &&
	    (s->upload_fd = upload_open_folder(s->root_fd,
	    s->set.upload_folder)) == -1)
		log_line(LOG_ERR, "cannot open folder %s of -w: %s; nothing "
		    "can be written before the next start",
		    s->set.upload_folder, strerror(errno));
	/* What is wrong with it is said to whom it matters. */
	(void)donetell_open(&s->registry.done, o->done);
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
		.done_fd = s->registry.done.done.fd,
		.map_path = s->registry.map_path,
		.descriptors = descriptors(s),
		.shared_fd_max = shared_fd_max(s), .log_fd = logsend_fd(),
	};
	struct sandbox b;

	startup_locked(&s->listener, lockin_parent(&s->lockin, &needs, &b),
	    strict);
}

void
server_begin(struct server *s, const struct serveroption *o)
{
	get_ready(s, o);
	open_folders(s, o);
	s->registry.map_path = o->map;
	lock_in(s, o->strict);
}
