/*
 * A process for a transfer, and what it takes along.
 */
#include "start.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "channel.h"
#include "child.h"
#include "lean.h"
#include "log.h"
#include "wrapfault.h"

static void
close_unless_none(int fd)
{
	if (fd != -1)
		close(fd);
}

void
start_become_child(struct server *s, int keep_fd)
{
	sigset_t blocked;

	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR1);	/* "pkill -USR1 tftpd" is not for it */
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	for (size_t i = 0; i < s->listener.n; i++)
		if (s->listener.fd[i] != keep_fd)
			close(s->listener.fd[i]);
	transfers_forget(&s->transfers);
	groups_close(&s->groups);
	close(s->root_fd);
	close_unless_none(s->upload_fd);
	close_unless_none(s->neighbour_fd);
	close_unless_none(s->counterfile.folder_fd);
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
start_limits(const struct server *s, const struct asking *a)
{
	struct option_limits limits = {
		.blksize_max = s->blksize_max,
		.windowsize_max = s->windowsize_max,
	};

	if (a->known)
		refuse_options(&a->client, limits.refused);
	return limits;
}

void
start_title(const struct asking *a, char title[START_TITLE_SIZE])
{
	snprintf(title, START_TITLE_SIZE, "%s %s%s",
	    a->known && a->client.name != NULL ? a->client.name : "-",
	    a->upload != NULL ? "<" : "",
	    a->found[0] != '\0' ? a->found : a->path);
}

static void
refuse_busy(const struct asking *a, const char *verb)
{
	if (asking_wants(a, LOG_ERR))
		log_line(LOG_ERR, "cannot %s: %s", verb, strerror(errno));
	asking_refuse(a, ERROR_UNDEFINED, "The server is busy", "no-process");
}

/* The child: the request is as the parent left it. */
static int
run(void *server)
{
	struct server *s = server;
	struct asking *a = &s->asking;
	char title[START_TITLE_SIZE];
	const struct child child = {
		.asking = a, .size_max = s->upload_size_max,
		.first_ms = s->first_ms, .tries = s->tries, .title = title,
		.wrapfault = wrapfault_client(&a->who,
		    a->known ? &a->client : NULL),
		.ports = &s->ports, .lockin = &s->lockin,
		.report_fd = s->transfers.report_fd[1],
		.limits = start_limits(s, a),
	};

	start_become_child(s, s->one_port ? a->fd : -1);
	if (a->upload != NULL)
		upload_keep(a->upload);
	close_unless_none(a->pair[0]);
	start_title(a, title);
	child_run(&child);
}

void
start_transfer(struct server *s, struct asking *a, struct running *r)
{
	char text[TRANSFERS_TEXT_SIZE];
	pid_t pid;

	a->slot = (size_t)(r - s->transfers.slot);
	if (s->one_port && channel_pair(a->pair) == -1) {
		refuse_busy(a, "make a pair of sockets");
		return;
	}
	if ((pid = lean_fork(run, s)) == -1) {
		refuse_busy(a, "start a process");
		close_unless_none(a->pair[0]);
	} else {
		asking_describe(a, text, sizeof(text));
		transfers_add(&s->transfers, r, &(struct running){.pid = pid,
		    .inbox_fd = a->pair[0], .upload = a->upload,
		    .stall_serial = a->stall_serial}, &a->datagram, text);
		a->upload = NULL;
	}
	close_unless_none(a->pair[1]);
}
