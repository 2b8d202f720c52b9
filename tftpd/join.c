/*
 * Groups and those who come to them.
 */
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/lean.h"
#include "daemon/log.h"
#include "tftpd/channel.h"
#include "tftpd/inbox.h"
#include "tftpd/join.h"
#include "tftpd/multicast.h"
#include "tftpd/start.h"

/* What the group's process is to do, and all that it is told of it. */
static void
fill(struct server *s, const struct asking *a, const struct group *g,
    int newcomer_fd, struct multicast *m)
{
	m->group = g->address;
	m->ttl = s->groups.ttl;
	m->asked = a->datagram;
	m->asked.bytes = NULL;
	m->asked.size = m->asked.n = 0;
	m->ports = s->set.ports;
	m->file = a->seen.file;
	m->blksize = g->blksize;
	m->first_ms = s->set.first_ms;
	m->tries = s->set.tries;
	m->guesses = s->set.guesses;
	start_title(a, m->title, sizeof(m->title));
	m->clients_max = s->transfers.max;
	m->newcomer_fd = newcomer_fd;
	m->report_fd = s->transfers.report_fd[1];
	m->lockin = s->lockin;
	start_note_surplus(s, -1);	/* the group's end is among them */
	m->surplus = s->surplus;
}

static int
run(void *multicast)
{
	const struct multicast *m = multicast;

	lean_become_child(&m->surplus, SIG_DFL);
	multicast_run(m);
}

/* A process for a group that is new; its first client is told. -1: failed. */
static int
start_group(struct server *s, const struct asking *a, struct group *g,
    const struct newcomer *n)
{
	int pair[2];

	if (inbox_open(pair) == -1)
		return -1;
	g->fd = pair[0];
	fill(s, a, g, pair[1], s->cast);
	if (groups_tell(g, n) == 0)
		g->pid = lean_fork(run, s->cast,
		    LEAN_ENDS_SILENTLY);
	close(pair[1]);
	if (g->deaf || g->pid == -1)
		return -1;
	transfers_process(&s->transfers);
	return 0;
}

int
join_group(struct server *s, const struct asking *a, struct running *r)
{
	struct newcomer n = {.client = a->datagram.from};
	struct option_limits limits = start_limits(&s->set, a);
	struct running *old = transfers_find(&s->transfers, &n.client);
	char group[ADDRESS_TEXT_SIZE];
	struct group *g;
	size_t used;

	if (!groups_want(&s->groups, &a->request, &limits, &a->datagram,
	    &a->seen.file))
		return 0;
	limits.refused[OPTION_WINDOWSIZE] = 1;
	limits.path_blksize = channel_blksize_to(&n.client);
	option_agree(&a->request, &limits, a->seen.file.size, &n.agreed);
	if (a->seen.file.size / n.agreed.blksize >= MULTICAST_BLOCKS_MAX ||
	    (g = groups_find(&s->groups, &a->datagram, &a->seen.file,
	    n.agreed.blksize)) == NULL)
		return 0;
	/* It may be a member that has not heard the answer. */
	if (old != NULL && old->shared && old->pid == g->pid)
		r = old;
	n.slot = (size_t)(r - s->transfers.slot);
	asking_describe(a, n.text, sizeof(n.text));
	used = strlen(n.text);
	snprintf(n.text + used, sizeof(n.text) - used, " multicast=%s",
	    address_text(group, sizeof(group), &g->address, 1));
	if (g->pid != 0 ? groups_tell(g, &n) == -1 :
	    start_group(s, a, g, &n) == -1) {
		if (asking_wants(a, LOG_NOTICE))
			log_line(LOG_NOTICE, "put off %s: its group takes no "
			    "more clients now", n.text);
		return 1;
	}
	if (r != old)
		transfers_add(&s->transfers, r, &(struct running){
		    .pid = g->pid, .shared = 1, .inbox_fd = -1,
		    .sent = saydone_await(a)}, &a->datagram, n.text);
	return 1;
}
