/*
 * Finding and opening files, or saying why not.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

#include "daemon/log.h"
#include "tftpd/open.h"
#include "tftpd/packet.h"
#include "tftpd/saydone.h"
#include "tftpd/server.h"
#include "tftpd/watch.h"
#include "view/viewname.h"

static void
miss_root(const struct server *s, const struct asking *a)
{
	int error;

	(void)startup_root_again(&s->listener, s->set.root_path);
	error = errno;
	if (asking_wants(a, LOG_ERR))
		log_line(LOG_ERR, "cannot open boot root %s: %s",
		    s->set.root_path, strerror(error));
}

/* What the functions of view_asked are given. */
struct asks {
	struct server *s;
	struct asking *a;
};

static const char *
shim_of(void *of)
{
	const struct asks *asks = of;

	return request_is_uefi(&asks->a->request) ?
	    watch_shim(asks->s->transfers.stalls, asks->a) : NULL;
}

/* What is known of it by its address stays, whatever a name says. */
static int
ask_again(void *of, const char *path, const struct client **c)
{
	const struct asks *asks = of;
	struct asking *a = asks->a;

	if (a->who.has_mac || a->who.has_uuid)
		return 1;
	if (asking_look_up(a, &asks->s->registry, path) != REFUSE_NOTHING)
		return 0;
	*c = a->known ? &a->client : NULL;
	return 1;
}

static struct view_asked
asked(struct asks *asks, const char *server)
{
	const struct server *s = asks->s;
	const struct asking *a = asks->a;

	return (struct view_asked){.map = &s->registry.map,
	    .client = a->known ? &a->client : NULL, .name = a->request.name,
	    .upload_folder = a->request.opcode == REQUEST_WRQ ?
	    s->set.upload_folder : NULL, .root_path = s->set.root_path,
	    .root_fd = s->root_fd, .way.server = server, .shim = shim_of,
	    .again = ask_again, .of = asks};
}

int
open_read(struct server *s, struct asking *a)
{
	char server[ADDRESS_TEXT_SIZE];
	struct asks asks = {s, a};
	struct view_asked q;

	address_text(server, sizeof(server), &a->datagram.local, 0);
	q = asked(&asks, server);
	seen_open(&q, &a->seen);
	if (a->seen.verdict == VIEW_OPEN)
		return !a->seen.says_done || saydone(&s->registry, a);
	if (a->seen.why.reason == VIEW_NO_ROOT)
		miss_root(s, a);
	asking_refuse_seen(a);
	return 0;
}

/*
 * Whether the folder of -w was removed, or another one has its name, since we
 * were locked in.
 */
static int
is_new_folder(const struct server *s)
{
	struct stat held, there;

	return s->upload_fd == -1 || fstat(s->upload_fd, &held) == -1 ||
	    fstatat(s->root_fd, s->set.upload_folder, &there,
	    AT_SYMLINK_NOFOLLOW) == -1 ||
	    held.st_dev != there.st_dev || held.st_ino != there.st_ino;
}

static int
is_denied(enum refusal refusal)
{
	return refusal_words(refusal, 0).code == ERROR_ACCESS;
}

/* The name as it is to be written: 1; 0: the client was refused. */
static int
name_upload(struct server *s, struct asking *a)
{
	struct asks asks = {s, a};
	struct view_asked q = asked(&asks, NULL);
	enum view_reason reason;

	reason = view_name(&q, a->seen.path, &a->seen.is_other);
	a->seen.verdict = view_refuse(&a->seen.why, reason);
	if (reason == VIEW_NO_REASON)
		return 1;
	asking_refuse_seen(a);
	return 0;
}

int
open_upload(struct server *s, struct asking *a)
{
	uint64_t size = a->request.option[OPTION_TSIZE].value;
	enum refusal refusal;
	int error;

	if (!name_upload(s, a))
		return 0;
	if (size > s->set.upload_size_max) {
		asking_refuse(a, REFUSE_TOO_LARGE, 0);
		return 0;
	}
	if (s->root_fd == -1) {
		miss_root(s, a);
		a->seen.verdict = view_refuse(&a->seen.why, VIEW_NO_ROOT);
		asking_refuse_seen(a);
		return 0;
	}
	refusal = upload_open(&a->upload, s->root_fd, a->seen.path, size,
	    s->set.upload_replace);
	if (refusal == REFUSE_NOTHING)
		return 1;
	error = errno;
	if (is_denied(refusal) && is_new_folder(s))
		refusal = REFUSE_NEW_FOLDER;
	asking_refuse(a, refusal, error);
	return 0;
}
