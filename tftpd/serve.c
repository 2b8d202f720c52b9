/*
 * Serving one request: parse, look up, decide, open; then a process of its
 * own, or an ERROR without one.
 */
#include "serve.h"

#include <bsd/string.h>
#include <bsd/unistd.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "bootfile.h"
#include "channel.h"
#include "child.h"
#include "identify.h"
#include "log.h"
#include "multicast.h"
#include "nocase.h"
#include "packet.h"
#include "path.h"
#include "permission.h"
#include "request.h"
#include "view.h"
#include "wrapfault.h"

#define TITLE_SIZE (MAP_NAME_MAX + VIEW_PATH_SIZE + 3)

/* A request being served. */
struct asking {
	int fd;
	const struct datagram *datagram;
	struct request request;
	char path[VIEW_PATH_SIZE];	/* the name, cleaned */
	struct who who;
	struct client client;
	int known;			/* client is filled */
	char found[VIEW_PATH_SIZE];	/* the path that was opened */
	enum config_language config;	/* or what was rendered */
	char *rendered;			/* its text */
	struct bootfile file;
	struct upload *upload;		/* or what is written; NULL */
};

/* "file=… client=… mac=… name=…" */
static void
describe(const struct asking *a, char *buf, size_t size)
{
	char client[ADDRESS_TEXT_SIZE], file[512], mac[18] = "-";
	const char *path = a->found[0] != '\0' ? a->found : a->path;

	if (path[0] == '\0' && a->request.name != NULL)
		path = a->request.name;
	if (a->who.has_mac)
		snprintf(mac, sizeof(mac), "%02x:%02x:%02x:%02x:%02x:%02x",
		    a->who.mac[0], a->who.mac[1], a->who.mac[2],
		    a->who.mac[3], a->who.mac[4], a->who.mac[5]);
	snprintf(buf, size, "file=%s%s%s client=%s mac=%s name=%s",
	    log_visible(file, sizeof(file), path, strlen(path)),
	    a->config == CONFIG_NONE ? "" : " generated=",
	    a->config == CONFIG_NONE ? "" : config_language_name(a->config),
	    address_text(client, sizeof(client), &a->datagram->from, 0), mac,
	    a->known && a->client.name != NULL ? a->client.name : "-");
}

/*
 * An ERROR through the listening socket: a client that has not heard from us
 * yet takes its answer from any port (RFC 1350 section 4).
 */
static void
refuse(const struct asking *a, enum packet_error code, const char *text,
    const char *reason)
{
	unsigned char packet[PACKET_SMALL_SIZE];
	char what[TRANSFERS_TEXT_SIZE];
	size_t n = packet_error(packet, code, text);

	describe(a, what, sizeof(what));
	if (datagram_send(a->fd, packet, n, &a->datagram->from,
	    &a->datagram->local, a->datagram->ifindex) == -1)
		log_line(LOG_NOTICE, "cannot answer %s: %s", what,
		    strerror(errno));
	log_line(LOG_INFO, "refused %s reason=%s", what, reason);
}

static void
refuse_opening(const struct server *s, const struct asking *a,
    enum bootfile_verdict verdict, const char *why)
{
	char missing[PERMISSION_TEXT_SIZE], reason[PERMISSION_TEXT_SIZE + 64];

	switch (verdict) {
	case BOOTFILE_ABSENT:
		refuse(a, ERROR_NOT_FOUND, "File not found", why);
		break;
	case BOOTFILE_DENIED:
		refuse(a, ERROR_ACCESS, "Access violation", why);
		break;
	case BOOTFILE_UNREADABLE:
		snprintf(reason, sizeof(reason), "%s %s", why,
		    permission_missing(s->root_fd, a->found, missing,
		    sizeof(missing)));
		refuse(a, ERROR_ACCESS, "Access violation", reason);
		break;
	default:
		refuse(a, ERROR_UNDEFINED, "The server has a problem", why);
	}
}

static void
refuse_upload(const struct asking *a, enum upload_verdict verdict,
    const char *why)
{
	switch (verdict) {
	case UPLOAD_ABSENT:
		refuse(a, ERROR_NOT_FOUND, "Folder not found", why);
		break;
	case UPLOAD_DENIED:
		refuse(a, ERROR_ACCESS, "Access violation", why);
		break;
	case UPLOAD_FULL:
		refuse(a, ERROR_FULL, "Disk full", why);
		break;
	case UPLOAD_EXISTS:
		refuse(a, ERROR_EXISTS, "File already exists", why);
		break;
	default:
		refuse(a, ERROR_UNDEFINED, "The server has a problem", why);
	}
}

static void
refresh(struct server *s)
{
	const char *reason;
	int changed;

	reason = map_refresh(&s->map, AT_FDCWD, s->map_path, &changed);
	if (reason != NULL && !s->map_was_bad)
		log_line(LOG_ERR, "cannot read map %s: %s%s", s->map_path,
		    reason, s->map.fd == -1 ? "" : "; the old one is kept");
	s->map_was_bad = reason != NULL;
	if (changed)
		log_line(LOG_DEBUG, "map %s is in use", s->map_path);
}

/* Who asks; a client of whom the map knows nothing sees the boot root. */
static void
look_up(struct server *s, struct asking *a)
{
	char address[ADDRESS_TEXT_SIZE];
	int disagree;

	identify(&s->map, s->neighbour_fd, a->datagram, a->path, &a->who,
	    &disagree);
	address_text(address, sizeof(address), &a->datagram->from, 0);
	if (disagree)
		log_line(LOG_NOTICE, "client=%s: its MAC and the ip= of the "
		    "map name two clients; the MAC counts", address);
	if (s->map.fd == -1)
		return;
	switch (client_find(&s->map, &a->who, &a->client)) {
	case 1:
		a->known = 1;
		break;
	case -1:
		log_line(LOG_ERR, "cannot read map %s: the record of %s is "
		    "corrupt", s->map_path, address);
	}
}

static enum bootfile_verdict
render(struct asking *a, enum config_language l, const char **why)
{
	char server[ADDRESS_TEXT_SIZE];
	ssize_t n;

	address_text(server, sizeof(server), &a->datagram->local, 0);
	if ((a->rendered = malloc(CONFIG_SIZE)) == NULL) {
		*why = strerror(errno);
		return BOOTFILE_FAILED;
	}
	n = config_render(&a->client, l, server, a->rendered, CONFIG_SIZE,
	    why);
	if (n == -1)
		return BOOTFILE_FAILED;
	a->config = l;
	bootfile_memory(&a->file, a->rendered, (size_t)n);
	return BOOTFILE_OPEN;
}

static enum bootfile_verdict
open_root(struct server *s, const char **why)
{
	if (s->root_fd == -1)
		s->root_fd = open(s->root_path,
		    O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (s->root_fd != -1)
		return BOOTFILE_OPEN;
	log_line(LOG_ERR, "cannot open boot root %s: %s", s->root_path,
	    strerror(errno));
	*why = "no-boot-root";
	return BOOTFILE_FAILED;
}

static enum bootfile_verdict
open_candidate(struct server *s, struct asking *a, const struct candidate *c,
    const char **why)
{
	enum bootfile_verdict verdict;
	char path[VIEW_PATH_SIZE];

	if (c->config != CONFIG_NONE)
		return render(a, c->config, why);
	strlcpy(path, c->path, sizeof(path));
	verdict = c->nocase > 0 ?
	    nocase_open(&a->file, s->root_fd, path, c->nocase, why) :
	    bootfile_open(&a->file, s->root_fd, path, why);
	if (verdict != BOOTFILE_ABSENT)
		strlcpy(a->found, path, sizeof(a->found));
	return verdict;
}

/* The first candidate that is there; one that may not be read ends it. */
static enum bootfile_verdict
open_view(struct server *s, struct asking *a, const char **why)
{
	enum bootfile_verdict verdict;
	struct view view;

	if ((verdict = open_root(s, why)) != BOOTFILE_OPEN)
		return verdict;
	view_candidates(a->known ? &a->client : NULL, a->request.name,
	    a->path, &view);
	verdict = BOOTFILE_ABSENT;
	*why = "not-found";
	for (size_t i = 0; verdict == BOOTFILE_ABSENT && i < view.n; i++)
		verdict = open_candidate(s, a, &view.candidate[i], why);
	return verdict;
}

/* Whether what is asked for is open; otherwise the client is answered. */
static int
open_read(struct server *s, struct asking *a)
{
	enum bootfile_verdict verdict;
	const char *why;

	if ((verdict = open_view(s, a, &why)) == BOOTFILE_OPEN)
		return 1;
	refuse_opening(s, a, verdict, why);
	return 0;
}

/* The same for what a client wants to write. */
static int
open_upload(struct server *s, struct asking *a)
{
	uint64_t size = a->request.option[OPTION_TSIZE].value;
	enum upload_verdict verdict = UPLOAD_FAILED;
	const char *why;

	if (size > s->upload_size_max) {
		refuse(a, ERROR_FULL, "The file is too large", "too-large");
		return 0;
	}
	if (open_root(s, &why) == BOOTFILE_OPEN)
		verdict = upload_open(&a->upload, s->root_fd, a->path, size,
		    s->upload_replace, &why);
	if (verdict == UPLOAD_OPEN)
		return 1;
	refuse_upload(a, verdict, why);
	return 0;
}

static void
close_unless_none(int fd)
{
	if (fd != -1)
		close(fd);
}

/*
 * What is the parent's alone is given back: the child only transfers, perhaps
 * through the listening socket keep_fd.
 */
static void
become_child(struct server *s, int keep_fd)
{
	sigset_t none;

	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (size_t i = 0; i < s->listener.n; i++)
		if (s->listener.fd[i] != keep_fd)
			close(s->listener.fd[i]);
	transfers_forget(&s->transfers);
	groups_close(&s->groups);
	close(s->root_fd);
	close_unless_none(s->neighbour_fd);
}

/* quirk=no-OPTION and quirk=no-options. */
static void
refuse_options(const struct client *c, int refused[OPTIONS])
{
	char word[32];

	for (int i = 0; i < OPTIONS; i++) {
		snprintf(word, sizeof(word), "no-%s", option_names[i]);
		refused[i] = client_quirk(c, word) ||
		    client_quirk(c, "no-options");
	}
}

static struct option_limits
limits_of(const struct server *s, const struct asking *a)
{
	struct option_limits limits = {
		.blksize_max = s->blksize_max,
		.windowsize_max = s->windowsize_max,
	};

	if (a->known)
		refuse_options(&a->client, limits.refused);
	return limits;
}

/* For ps. */
static void
name_process(const struct asking *a, char title[TITLE_SIZE])
{
	snprintf(title, TITLE_SIZE, "%s %s%s",
	    a->known && a->client.name != NULL ? a->client.name : "-",
	    a->upload != NULL ? "<" : "",
	    a->found[0] != '\0' ? a->found : a->path);
}

static void
refuse_busy(const struct asking *a, const char *what)
{
	log_line(LOG_ERR, "cannot start a %s: %s", what, strerror(errno));
	refuse(a, ERROR_UNDEFINED, "The server is busy", "no-process");
}

static void
start(struct server *s, struct asking *a, struct running *r)
{
	char title[TITLE_SIZE], text[TRANSFERS_TEXT_SIZE];
	struct child child = {
		.datagram = a->datagram, .request = &a->request,
		.file = &a->file, .upload = a->upload,
		.size_max = s->upload_size_max,
		.first_ms = s->first_ms, .tries = s->tries,
		.title = title, .text = text,
		.wrapfault = wrapfault_client(&a->who,
		    a->known ? &a->client : NULL),
		.ports = &s->ports, .listen_fd = a->fd,
		.report_fd = s->transfers.report_fd[1],
		.limits = limits_of(s, a),
		.slot = (size_t)(r - s->transfers.slot),
	};
	int pair[2] = {-1, -1};	/* the parent's end, the child's end */
	pid_t pid;

	describe(a, text, sizeof(text));
	name_process(a, title);
	if (s->one_port && channel_pair(pair) == -1) {
		refuse_busy(a, "pair of sockets");
		return;
	}
	child.inbox_fd = pair[1];
	/* There is one thread, so nothing has to be locked for fork(3). */
	switch (pid = _Fork()) {
	case -1:
		refuse_busy(a, "process");
		close_unless_none(pair[0]);
		break;
	case 0:
		become_child(s, s->one_port ? a->fd : -1);
		if (a->upload != NULL)
			upload_keep(a->upload);
		close_unless_none(pair[0]);
		child_run(&child);
	default:
		transfers_add(&s->transfers, r, &(struct running){.pid = pid,
		    .inbox_fd = pair[0], .upload = a->upload}, a->datagram,
		    text);
		a->upload = NULL;
	}
	close_unless_none(pair[1]);
}

/* A process for a group that is new; its first client is told. -1: failed. */
static int
start_group(struct server *s, struct asking *a, struct group *g,
    const struct newcomer *n)
{
	char title[TITLE_SIZE];
	struct multicast m = {
		.group = &g->address, .ttl = s->groups.ttl,
		.datagram = a->datagram, .ports = &s->ports, .file = &a->file,
		.blksize = g->blksize, .first_ms = s->first_ms,
		.tries = s->tries, .title = title,
		.report_fd = s->transfers.report_fd[1],
	};
	int pair[2];

	name_process(a, title);
	if (channel_pair(pair) == -1)
		return -1;
	g->fd = pair[0];
	m.newcomer_fd = pair[1];
	if (groups_tell(g, n) == 0 && (g->pid = _Fork()) == 0) {
		become_child(s, -1);
		multicast_run(&m);
	}
	close(pair[1]);
	if (g->deaf || g->pid == -1)
		return -1;
	transfers_process(&s->transfers);
	return 0;
}

/*
 * With -g: 1: the client is one of a group now, or is to ask again; 0: it is
 * served alone.
 */
static int
join(struct server *s, struct asking *a, struct running *r)
{
	struct newcomer n = {.client = a->datagram->from};
	struct option_limits limits = limits_of(s, a);
	struct running *old = transfers_find(&s->transfers, &n.client);
	char group[ADDRESS_TEXT_SIZE];
	struct group *g;
	size_t used;

	if (!groups_want(&s->groups, &a->request, &limits, a->datagram,
	    &a->file))
		return 0;
	limits.refused[OPTION_WINDOWSIZE] = 1;
	limits.path_blksize = path_blksize_to(&n.client);
	option_agree(&a->request, &limits, a->file.size, &n.agreed);
	if (a->file.size / n.agreed.blksize >= MULTICAST_BLOCKS_MAX ||
	    (g = groups_find(&s->groups, a->datagram, &a->file,
	    n.agreed.blksize)) == NULL)
		return 0;
	/* It may be a member that has not heard the answer. */
	if (old != NULL && old->shared && old->pid == g->pid)
		r = old;
	n.slot = (size_t)(r - s->transfers.slot);
	describe(a, n.text, sizeof(n.text));
	used = strlen(n.text);
	snprintf(n.text + used, sizeof(n.text) - used, " multicast=%s",
	    address_text(group, sizeof(group), &g->address, 1));
	if (g->pid != 0 ? groups_tell(g, &n) == -1 :
	    start_group(s, a, g, &n) == -1) {
		log_line(LOG_NOTICE, "put off %s: its group takes nobody "
		    "now", n.text);
		return 1;
	}
	if (r != old)
		transfers_add(&s->transfers, r, &(struct running){
		    .pid = g->pid, .shared = 1, .inbox_fd = -1}, a->datagram,
		    n.text);
	return 1;
}

/* Whether it is a request, and a readable one; otherwise it is answered. */
static int
parse(const struct server *s, struct asking *a)
{
	char client[ADDRESS_TEXT_SIZE];
	const char *why;

	switch (request_parse(a->datagram->bytes, a->datagram->n, &a->request,
	    &why)) {
	case REQUEST_SILENT:
		address_text(client, sizeof(client), &a->datagram->from, 1);
		log_line(LOG_DEBUG, "silent client=%s bytes=%zu reason=%s",
		    client, a->datagram->n, why);
		return 0;
	case REQUEST_BAD:
		refuse(a, ERROR_ILLEGAL, "Illegal TFTP operation", why);
		return 0;
	default:
		break;
	}
	if (a->request.opcode == REQUEST_WRQ && s->upload_folder[0] == '\0') {
		refuse(a, ERROR_ACCESS, "Nothing can be written here",
		    "write-request");
		return 0;
	}
	why = a->request.opcode == REQUEST_WRQ ?
	    view_upload(s->upload_folder, a->request.name, a->path) :
	    view_clean(a->request.name, a->path);
	if (why != NULL) {
		a->path[0] = '\0';
		refuse(a, ERROR_ACCESS, "Access violation", why);
		return 0;
	}
	return 1;
}

/* An answer can go to one host's port only, never to many or to none. */
static int
is_answerable(const struct datagram *d)
{
	uint32_t host;

	if (address_port(&d->from) == 0)
		return 0;
	if (d->from.sa.sa_family == AF_INET6)
		return !IN6_IS_ADDR_MULTICAST(&d->from.in6.sin6_addr) &&
		    !IN6_IS_ADDR_UNSPECIFIED(&d->from.in6.sin6_addr);
	host = ntohl(d->from.in.sin_addr.s_addr);
	return host != INADDR_ANY && host != INADDR_BROADCAST &&
	    !IN_MULTICAST(host);
}

/*
 * With -1 what is no request goes to the transfer of its client, if there is
 * one. The start of a request is looked at only: whether it is a readable
 * one, and a repeated one, is decided as always.
 */
static int
deliver(struct server *s, const struct datagram *d)
{
	struct running *r;

	if (!s->one_port || (d->n >= 2 && d->bytes[0] == 0 &&
	    (d->bytes[1] == REQUEST_RRQ || d->bytes[1] == REQUEST_WRQ)) ||
	    (r = transfers_find(&s->transfers, &d->from)) == NULL)
		return 0;
	channel_deliver(r->inbox_fd, d);
	return 1;
}

void
serve(struct server *s, int fd, const struct datagram *d)
{
	struct asking a = {.fd = fd, .datagram = d};
	struct running *slot;

	if (deliver(s, d) || !is_answerable(d) || !parse(s, &a) ||
	    transfers_repeated(&s->transfers, d))
		return;
	refresh(s);
	look_up(s, &a);
	if (a.request.opcode == REQUEST_WRQ ? !open_upload(s, &a) :
	    !open_read(s, &a)) {
		free(a.rendered);
		return;
	}
	slot = transfers_slot(&s->transfers, &d->from);
	if (slot != NULL && !join(s, &a, slot))
		start(s, &a, slot);
	else if (slot == NULL)
		/* It will ask again, and by then one may have ended. */
		log_line(LOG_NOTICE, "put off file=%s: too many transfers%s",
		    a.path, s->transfers.n < s->transfers.max ?
		    " of this client" : "");
	bootfile_close(&a.file);
	free(a.rendered);
	upload_close(a.upload);
}
