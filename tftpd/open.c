/*
 * Finding and opening files, or saying why not.
 */
#include <bsd/string.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

#include "daemon/log.h"
#include "tftpd/leave.h"
#include "tftpd/lookup.h"
#include "tftpd/open.h"
#include "tftpd/rename.h"
#include "tftpd/watch.h"
#include "view/nocase.h"
#include "view/oddname.h"
#include "view/permission.h"
#include "view/preseedfile.h"
#include "view/secondstage.h"

static void
refuse_opening(const struct server *s, const struct asking *a,
    enum bootfile_verdict verdict, const char *why)
{
	char missing[PERMISSION_TEXT_SIZE], reason[PERMISSION_TEXT_SIZE + 64];

	switch (verdict) {
	case BOOTFILE_ABSENT:
		asking_refuse(a, ERROR_NOT_FOUND, "File not found", why);
		break;
	case BOOTFILE_DENIED:
		asking_refuse(a, ERROR_ACCESS, "Access violation", why);
		break;
	case BOOTFILE_UNREADABLE:
		snprintf(reason, sizeof(reason), "%s %s", why,
		    permission_missing(s->root_fd, a->found, missing,
		    sizeof(missing)));
		asking_refuse(a, ERROR_ACCESS, "Access violation", reason);
		break;
	default:
		asking_refuse(a, ERROR_UNDEFINED, "The server has a problem",
		    why);
	}
}

static void
refuse_upload(const struct asking *a, enum upload_verdict verdict,
    const char *why)
{
	switch (verdict) {
	case UPLOAD_ABSENT:
		asking_refuse(a, ERROR_NOT_FOUND, "Folder not found", why);
		break;
	case UPLOAD_DENIED:
		asking_refuse(a, ERROR_ACCESS, "Access violation", why);
		break;
	case UPLOAD_FULL:
		asking_refuse(a, ERROR_FULL, "Disk full", why);
		break;
	case UPLOAD_EXISTS:
		asking_refuse(a, ERROR_EXISTS, "File already exists", why);
		break;
	default:
		asking_refuse(a, ERROR_UNDEFINED, "The server has a problem",
		    why);
	}
}

static enum bootfile_verdict
render(struct asking *a, enum config_language l, const char **why)
{
	char server[ADDRESS_TEXT_SIZE];
	ssize_t n;

	address_text(server, sizeof(server), &a->datagram.local, 0);
	if ((a->made = malloc(CONFIG_SIZE)) == NULL) {
		*why = strerror(errno);
		return BOOTFILE_FAILED;
	}
	n = config_render(&a->client, l, server, a->made, CONFIG_SIZE, why);
	if (n == -1)
		return BOOTFILE_FAILED;
	a->generated = config_language_name(l);
	bootfile_add_memory(&a->file, a->made, (size_t)n);
	return BOOTFILE_OPEN;
}

/* The log names the file that it is about: where it failed, or what leads. */
static enum bootfile_verdict
open_preseed(struct server *s, struct asking *a,
    const struct preseed_wanted *w, const char **why)
{
	enum bootfile_verdict verdict;
	const char *found;

	verdict = preseedfile_open(&a->file, s->root_fd, &a->client, w,
	    &a->made, &found, why);
	strlcpy(a->found, found, sizeof(a->found));
	a->generated = "preseed";
	return verdict;
}

/*
 * A boot root that has come after we were locked in can only be read by a new
 * start: by inetd or systemd, when the client asks again.
 */
static enum bootfile_verdict
find_root(const struct server *s, const char **why)
{
	int error, fd;

	if (s->root_fd != -1)
		return BOOTFILE_OPEN;
	fd = open(s->root_path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd != -1) {
		log_line(LOG_NOTICE, "boot root %s has come: starting anew",
		    s->root_path);
		leave(s, EXIT_DONE);
	}
	error = errno;
	if (asking_wants(&s->asking, LOG_ERR))
		log_line(LOG_ERR, "cannot open boot root %s: %s",
		    s->root_path, strerror(error));
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
open_path(struct server *s, struct asking *a, const char *name,
    const char **why)
{
	enum bootfile_verdict verdict = BOOTFILE_ABSENT;
	struct view view;

	view_candidates(a->known ? &a->client : NULL, name, a->path, &view);
	*why = "not-found";
	for (size_t i = 0; verdict == BOOTFILE_ABSENT && i < view.n; i++)
		verdict = view.candidate[i].preseed ?
		    open_preseed(s, a, &view.preseed, why) :
		    open_candidate(s, a, &view.candidate[i], why);
	return verdict;
}

/*
 * As if another name had been asked for: it may say who asks, and the rules of
 * the map are for it, also those that refuse.
 */
static int
open_as(struct server *s, struct asking *a, const char *name)
{
	const char *why;

	if (view_clean(name, a->path) != NULL ||
	    (!a->who.has_mac && !a->who.has_uuid && lookup(s, a) != NULL) ||
	    rename_path(s, a, name) != NULL)
		return 0;
	if (open_path(s, a, name, &why) == BOOTFILE_OPEN)
		return 1;
	free(a->made);
	a->made = NULL;
	a->generated = NULL;
	a->found[0] = '\0';
	return 0;
}

/* A name that is nowhere, once more without what firmware has put behind it. */
static int
open_cut(struct server *s, struct asking *a)
{
	const int renamed = a->renamed;
	char name[VIEW_PATH_SIZE], path[VIEW_PATH_SIZE];
	int more = oddname_cut(a->request.name, name);

	strlcpy(path, a->path, sizeof(path));
	for (; more; more = oddname_cut(name, name))
		if (open_as(s, a, name)) {
			a->renamed = 1;
			a->odd = ODDNAME_GARBAGE;
			return 1;
		}
	strlcpy(a->path, path, sizeof(a->path));
	a->renamed = renamed;
	return 0;
}

/* One that a shim may have made of a label stands for its second stage. */
static int
open_second_stage(struct server *s, struct asking *a)
{
	const char *shim, *why;

	if (!oddname_is_label(a->path) || !request_is_uefi(&a->request) ||
	    (shim = watch_shim(s, a)) == NULL)
		return 0;
	if (secondstage_open(&a->file, s->root_fd, shim, a->found, &why) !=
	    BOOTFILE_OPEN) {
		a->found[0] = '\0';
		return 0;
	}
	a->renamed = 1;
	a->odd = ODDNAME_LABEL;
	return 1;
}

int
open_read(struct server *s, struct asking *a)
{
	enum bootfile_verdict verdict;
	struct field word;
	const char *why;

	if ((verdict = find_root(s, &why)) == BOOTFILE_OPEN)
		verdict = open_path(s, a, a->request.name, &why);
	if (verdict == BOOTFILE_OPEN || (verdict == BOOTFILE_ABSENT &&
	    (open_cut(s, a) || open_second_stage(s, a))))
		return 1;
	if (verdict == BOOTFILE_ABSENT && view_elsewhere(a->known ?
	    &a->client : NULL, a->path, &word))
		why = "on-another-server";
	refuse_opening(s, a, verdict, why);
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
	    fstatat(s->root_fd, s->upload_folder, &there,
	    AT_SYMLINK_NOFOLLOW) == -1 ||
	    held.st_dev != there.st_dev || held.st_ino != there.st_ino;
}

int
open_upload(struct server *s, struct asking *a)
{
	uint64_t size = a->request.option[OPTION_TSIZE].value;
	enum upload_verdict verdict = UPLOAD_FAILED;
	const char *why;

	if (size > s->upload_size_max) {
		asking_refuse(a, ERROR_FULL, "The file is too large",
		    "too-large");
		return 0;
	}
	if (find_root(s, &why) == BOOTFILE_OPEN)
		verdict = upload_open(&a->upload, s->root_fd, a->path, size,
		    s->upload_replace, &why);
	if (verdict == UPLOAD_OPEN)
		return 1;
	if (verdict == UPLOAD_DENIED && is_new_folder(s))
		why = "folder-is-new";
	refuse_upload(a, verdict, why);
	return 0;
}
