/*
 * A process for a transfer, and what it takes along.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/lean.h"
#include "daemon/log.h"
#include "tftpd/channel.h"
#include "tftpd/child.h"
#include "tftpd/inbox.h"
#include "tftpd/multicast.h"
#include "tftpd/start.h"
#include "tftpd/wrapfault.h"

static void
close_unless_none(int fd)
{
	if (fd != -1)
		close(fd);
}

int
start_open(struct server *s, size_t descriptors)
{
	if (surplus_open(&s->surplus, descriptors) == -1 ||
	    (s->child = lean_told(sizeof(*s->child))) == NULL ||
	    (s->cast = lean_told(sizeof(*s->cast))) == NULL)
		return -1;
	return 0;
}

void
start_note_surplus(struct server *s, int keep_fd)
{
	struct surplus *surplus = &s->surplus;

	surplus_clear(surplus);
	for (size_t i = 0; i < s->listener.n; i++)
		if (s->listener.fd[i] != keep_fd)
			surplus_note(surplus, s->listener.fd[i]);
	transfers_note_surplus(&s->transfers, surplus);
	groups_note_surplus(&s->groups, surplus);
	surplus_note(surplus, s->root_fd);
	surplus_note(surplus, s->upload_fd);
	surplus_note(surplus, s->registry.meeting.neighbour_fd);
	surplus_note(surplus, s->counterfile.folder_fd);
	surplus_note(surplus, s->registry.done.done.fd);
}

/* quirk=no-OPTION and quirk=no-options. */
static void
refuse_options(const struct client *c, int refused[OPTIONS])
{
	const int all = client_quirk(c, "no-options");
	char word[32];

	for (int i = 0; i < OPTIONS; i++) {
		snprintf(word, sizeof(word), "no-%s", option_names[i]);
		refused[i] = all || client_quirk(c, word);
	}
}

struct option_limits
start_limits(const struct settings *set, const struct asking *a)
{
	struct option_limits limits = {
		.blksize_max = set->blksize_max,
		.windowsize_max = set->windowsize_max,
	};

	if (a->known)
		refuse_options(&a->client, limits.refused);
	return limits;
}

void
start_title(const struct asking *a, char *title, size_t size)
{
	char address[ADDRESS_TEXT_SIZE];

	address_text(address, sizeof(address), &a->datagram.from, 0);
	snprintf(title, size, "%s %s%s",
	    a->known && a->client.name != NULL ? a->client.name : address,
	    a->upload != NULL ? "<" : "",
	    a->seen.found[0] != '\0' ? a->seen.found : a->seen.path);
}

static void
refuse_busy(const struct asking *a, const char *verb)
{
	if (asking_wants(a, LOG_ERR))
		log_line(LOG_ERR, "cannot %s: %s", verb, strerror(errno));
	asking_refuse(a, REFUSE_NO_PROCESS, 0);
}

/*
 * Whether the child is to warn of a wrap. How large its blocks will be it finds
 * out by itself, the allowance of lines is here: whatever may wrap takes one.
 */
static const char *
wrapfault(const struct settings *set, const struct asking *a)
{
	const char *fault = wrapfault_client(&a->who,
	    a->known ? &a->client : NULL);
	struct option_limits limits = start_limits(set, a);
	struct agreement least;

	if (fault == NULL || a->upload != NULL)
		return NULL;
	limits.path_blksize = BLKSIZE_DEFAULT;
	option_agree(&a->request, &limits, a->seen.file.size, &least);
	return wrapfault_blocks(a->seen.file.size, least.blksize) > 0 &&
	    !least.granted[OPTION_ROLLOVER] && asking_wants(a, LOG_WARNING) ?
	    fault : NULL;
}

/* What the child is to do, and all that it is told of it. */
static void
fill(struct server *s, const struct asking *a, size_t slot, const int pair[2],
    struct child *c)
{
	asking_describe(a, c->text, sizeof(c->text));
	start_title(a, c->title, sizeof(c->title));
	c->asked = a->datagram;
	c->asked.bytes = NULL;
	c->asked.size = c->asked.n = 0;
	c->request = a->request;
	c->request.name = NULL;
	c->request.name_n = 0;
	c->file = a->seen.file;
	if ((c->uploads = a->upload != NULL))
		c->upload = *a->upload;
	c->inbox_fd = pair[1];
	c->shared_fd = s->set.one_port ? a->fd : -1;
	c->slot = slot;
	c->size_max = s->set.upload_size_max;
	c->limits = start_limits(&s->set, a);
	c->ports = s->set.ports;
	c->first_ms = s->set.first_ms;
	c->tries = s->set.tries;
	c->guesses = s->set.guesses;
	c->lockin = s->lockin;
	c->wrapfault = wrapfault(&s->set, a);
	c->report_fd = s->transfers.report_fd[1];
	start_note_surplus(s, c->shared_fd);
	surplus_note(&s->surplus, pair[0]);
	if (c->uploads)
		upload_note_surplus(a->upload, &s->surplus);
	c->surplus = s->surplus;
}

static int
run(void *child)
{
	struct child *c = child;

	lean_become_child(&c->surplus, SIG_DFL);
	child_run(c);
}

void
start_transfer(struct server *s, struct asking *a, struct running *r,
    uint64_t stall_serial)
{
	int pair[2] = {-1, -1};	/* the parent's end, the child's */
	pid_t pid;

	if (s->set.one_port && inbox_open(pair) == -1) {
		refuse_busy(a, "make a pair of sockets");
		return;
	}
	fill(s, a, (size_t)(r - s->transfers.slot), pair, s->child);
	if ((pid = lean_fork(run, s->child, LEAN_ENDS_SILENTLY)) == -1) {
		refuse_busy(a, "start a process");
		close_unless_none(pair[0]);
	} else {
		transfers_add(&s->transfers, r, &(struct running){.pid = pid,
		    .inbox_fd = pair[0], .upload = a->upload,
		    .stall_serial = stall_serial,
		    .sent = saydone_await(a)}, &a->datagram,
		    s->child->text);
		a->upload = NULL;
	}
	close_unless_none(pair[1]);
}
