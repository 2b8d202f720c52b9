/*
 * The folder is somebody else's, too: servers write there, and so does mkbootroot again.
 * What is not there is never taken for a word of theirs.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "daemon/now.h"
#include "done/donename.h"
#include "done/donestate.h"
#include "file/folderscan.h"
#include "mkbootroot/follow/sharefolder.h"

#define LOOK_MS 5000
#define AGAIN_MS 5000
#define CHANGES (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | \
	IN_ONLYDIR)

/* Said once for each reason; it is tried again. */
void
share_say(struct share *s, const char *what, const char *reason)
{
	char text[sizeof(s->trouble)];

	s->again_ms = now_ms() + AGAIN_MS;
	snprintf(text, sizeof(text), "%s folder %s: %s", what, s->path, reason);
	if (strcmp(text, s->trouble) == 0)
		return;
	snprintf(s->trouble, sizeof(s->trouble), "%s", text);
	s->is_heard = 0;
	warnx("%s; who is done is not shared with other servers", text);
}

/* A name is to be compared; without memory everything will be. */
void
share_change(struct share *s, const char *name, size_t n)
{
	if (followtable_set(&s->changed, name, n, "", 0) == NULL && errno != 0) {
		s->watch = -1;
		s->look_ms = 0;
	}
}

/* The client's name in the name of a file. */
static const char *
client_in(const char *name)
{
	const size_t n = sizeof(DONE_AGAIN) - 1;

	if (strncmp(name, DONE_AGAIN, n) == 0)
		name += n;
	return done_name_is(name) ? name : NULL;
}

static int
is_client(const struct dirent *e)
{
	return client_in(e->d_name) != NULL;
}

/* Everything is to be compared. */
void
share_change_all(struct share *s)
{
	struct dirent **list;
	const char *name;
	int n, i;

	for (i = 0; i < SHARE_KINDS; i++)
		for (size_t j = 0; j < s->store.of[i].n; j++)
			if (done_name_is(s->store.of[i].list[j]->bytes))
				share_change(s, s->store.of[i].list[j]->bytes,
				    s->store.of[i].list[j]->key_n);
	if ((n = folder_scan(s->fd, &list, is_client)) == -1) {
		share_say(s, "cannot read", strerror(errno));
		s->watch = -1;
		return;
	}
	for (i = 0; i < n; i++) {
		name = client_in(list[i]->d_name);
		share_change(s, name, strlen(name));
		free(list[i]);
	}
	free(list);
}

static void
forget(struct share *s)
{
	if (s->watch != -1)
		(void)inotify_rm_watch(s->changes_fd, s->watch);
	if (s->fd != -1)
		close(s->fd);
	s->fd = s->watch = -1;
	s->is_heard = 0;
}

/* Why a folder is not to be shared; NULL: it is. */
static const char *
open_folder(struct share *s)
{
	struct stat st;
	int is_shared;

	s->fd = open(s->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->fd == -1 || fstat(s->fd, &s->is) == -1)
		return strerror(errno);
	if (fstatat(s->fd, DONE_MARK, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno != ENOENT ? strerror(errno) :
		    "it has no file " DONE_MARK ", so its file system may not "
		    "be mounted";
	if (flock(s->fd, LOCK_EX) == -1)
		return strerror(errno);
	/* Before anything is known: from now on others may know more. */
	is_shared = donestate_is_shared(s->fd);
	if (is_shared == 0)
		is_shared = donestate_heard(s->fd, 0);
	if (is_shared == -1)
		return strerror(errno);
	(void)flock(s->fd, LOCK_UN);
	s->watch = inotify_add_watch(s->changes_fd, s->path, CHANGES);
	return s->watch == -1 ? strerror(errno) : NULL;
}

static void
look_for(struct share *s)
{
	struct stat st;
	const char *why;

	s->look_ms = now_ms() + LOOK_MS;
	if (stat(s->path, &st) == -1) {
		/* There is none where nothing is booted once. */
		if (errno != ENOENT)
			share_say(s, "cannot read", strerror(errno));
		forget(s);
		return;
	}
	if (s->watch != -1 && st.st_dev == s->is.st_dev &&
	    st.st_ino == s->is.st_ino)
		return;
	forget(s);
	if ((why = open_folder(s)) != NULL) {
		share_say(s, "cannot use", why);
		forget(s);
		return;
	}
	share_change_all(s);
}

static void
take_changes(struct share *s)
{
	_Alignas(struct inotify_event) char buf[4096];
	const struct inotify_event *e;
	const char *name;
	ssize_t n;
	char *p;

	while ((n = read(s->changes_fd, buf, sizeof(buf))) > 0)
		for (p = buf; p < buf + n; p += sizeof(*e) + e->len) {
			e = (const struct inotify_event *)(const void *)p;
			if ((e->mask & IN_Q_OVERFLOW) ||
			    ((e->mask & IN_IGNORED) && e->wd == s->watch)) {
				s->watch = -1;
				s->look_ms = 0;
			} else if (e->len > 0 && e->wd == s->watch &&
			    (name = client_in(e->name)) != NULL) {
				share_change(s, name, strlen(name));
			}
		}
}

void
share_look(struct share *s)
{
	if (s->path == NULL)
		return;
	take_changes(s);
	if (now_ms() >= s->look_ms)
		look_for(s);
}

void
share_heard(struct share *s, long long when)
{
	int code, error;

	if (flock(s->fd, LOCK_EX) == -1) {
		share_say(s, "cannot lock", strerror(errno));
		return;
	}
	code = donestate_heard(s->fd, when);
	error = errno;
	(void)flock(s->fd, LOCK_UN);
	if (code == -1) {
		share_say(s, "cannot write", strerror(error));
		return;
	}
	if (!s->is_heard)
		warnx("folder %s: who is done is shared with other servers",
		    s->path);
	s->is_heard = 1;
	s->trouble[0] = '\0';
}
