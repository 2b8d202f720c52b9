/*
 * The folder is somebody else's, too: servers write there, and so does mkbootroot again.
 * What is not there is never taken for a word of theirs.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "daemon/log.h"
#include "daemon/now.h"
#include "done/donename.h"
#include "file/folderscan.h"
#include "mkbootroot/follow/share.h"
#include "mkbootroot/follow/statement.h"

#define LOOK_MS 5000
#define AGAIN_MS 5000
#define CHANGES (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | \
	IN_ONLYDIR)
#define SYNC_EACH 64		/* more than these are brought to the disk at once */
#define ASK_MOST 40		/* names: etcd takes 128 changes at once */

int
share_begin(struct share *s, const char *path, const char *host)
{
	*s = (struct share){ .path = path, .host = host, .fd = -1,
	    .watch = -1 };
	s->changes_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (s->changes_fd == -1)
		warn("cannot watch files");
	return s->changes_fd == -1 ? -1 : 0;
}

static void
free_shared(struct shared *of)
{
	for (int i = 0; i < SHARE_KINDS; i++)
		followtable_free(&of->of[i]);
}

void
share_end(struct share *s)
{
	free_shared(&s->store);
	free_shared(&s->reading);
	followtable_free(&s->changed);
	followtable_free(&s->unsaid);
	followtable_free(&s->telling);
	close(s->changes_fd);
	if (s->fd != -1)
		close(s->fd);
}

/* Said once for each reason; it is tried again. */
static void
say(struct share *s, const char *what, const char *reason)
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
static void
change(struct share *s, const char *name, size_t n)
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
static void
change_all(struct share *s)
{
	struct dirent **list;
	const char *name;
	int n, i;

	for (i = 0; i < SHARE_KINDS; i++)
		for (size_t j = 0; j < s->store.of[i].n; j++)
			if (done_name_is(s->store.of[i].list[j]->bytes))
				change(s, s->store.of[i].list[j]->bytes,
				    s->store.of[i].list[j]->key_n);
	if ((n = folder_scan(s->fd, &list, is_client)) == -1) {
		say(s, "cannot read", strerror(errno));
		s->watch = -1;
		return;
	}
	for (i = 0; i < n; i++) {
		name = client_in(list[i]->d_name);
		change(s, name, strlen(name));
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
			say(s, "cannot read", strerror(errno));
		forget(s);
		return;
	}
	if (s->watch != -1 && st.st_dev == s->is.st_dev &&
	    st.st_ino == s->is.st_ino)
		return;
	forget(s);
	if ((why = open_folder(s)) != NULL) {
		say(s, "cannot use", why);
		forget(s);
		return;
	}
	change_all(s);
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
				change(s, name, strlen(name));
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

/* What is not understood is kept, so that it is said once. */
static void
check(const struct share *s, enum share_kind kind, const char *name,
    const char *value, size_t value_n)
{
	static const char *const rooms[] = { SHARE_DONE, SHARE_AGAIN };
	const struct followentry *known = followtable_find(&s->store.of[kind],
	    name, strlen(name));
	char shown[LOG_VISIBLE_SIZE(64)];
	int64_t at;

	if (known != NULL && known->value_n == value_n &&
	    memcmp(followentry_value(known), value, value_n) == 0)
		return;
	if (!done_name_is(name))
		warnx("the store's key %s%s is of no client", rooms[kind],
		    log_visible(shown, sizeof(shown), name,
		    strnlen(name, 64)));
	else if (statement_read(value, value_n, &at, NULL) == -1)
		warnx("the store's %s%s has no time: %s", rooms[kind], name,
		    kind == SHARE_IS_DONE ? "it counts as done" :
		    "it does not count");
}

int
share_set(struct share *s, struct shared *of, enum share_kind kind,
    const char *name, size_t name_n, const char *value, size_t value_n)
{
	check(s, kind, name, value, value_n);
	if (followtable_set(&of->of[kind], name, name_n, value, value_n) ==
	    NULL)
		return errno != 0 ? -1 : 0;
	if (of == &s->store && done_name_is(name))
		change(s, name, name_n);
	return 0;
}

void
share_gone(struct share *s, enum share_kind kind, const char *name,
    size_t name_n)
{
	if (followtable_remove(&s->store.of[kind], name, name_n) == 1 &&
	    done_name_is(name))
		change(s, name, name_n);
}

void
share_begin_reading(struct share *s)
{
	free_shared(&s->reading);
}

void
share_end_reading(struct share *s)
{
	free_shared(&s->store);
	s->store = s->reading;
	s->reading = (struct shared){ .of = { { .list = NULL } } };
	s->has_store = 1;
	if (s->fd != -1)
		change_all(s);
}

/*
 * What the store says. A value that is not understood was written by somebody who
 * meant that it is done: it is, a second after it was taken back.
 */
static struct donestate
read_store(const struct share *s, const char *name, size_t n)
{
	const struct followentry *of[SHARE_KINDS];
	struct donestate is = { 0 };

	for (int i = 0; i < SHARE_KINDS; i++)
		of[i] = followtable_find(&s->store.of[i], name, n);
	if (of[SHARE_IS_AGAIN] != NULL && statement_read(
	    followentry_value(of[SHARE_IS_AGAIN]), of[SHARE_IS_AGAIN]->value_n,
	    &is.again, NULL) == -1)
		is.again = 0;
	if (of[SHARE_IS_DONE] != NULL && statement_read(
	    followentry_value(of[SHARE_IS_DONE]), of[SHARE_IS_DONE]->value_n,
	    &is.done, is.by) == -1) {
		is.done = is.again + 1;
		snprintf(is.by, sizeof(is.by), "the store");
	}
	return is;
}

/* -1: errno. 1: something was changed; 0. */
static int
bring(const struct share *s, const char *name, const struct donestate *is,
    const struct donestate *want)
{
	if (want->done == 0) {
		if (is->done == 0 && is->again == want->again)
			return 0;
		return donestate_arm(s->fd, name, want->again) == -1 ? -1 : 1;
	}
	if (is->done == want->done && is->again == want->again)
		return 0;
	if (is->done != want->done && donestate_make(s->fd, name, want,
	    is->done != 0) == -1)
		return -1;
	return is->again != want->again && donestate_note(s->fd, name,
	    want->again) == -1 ? -1 : 1;
}

/* Whether the store lacks something. */
static int
is_unsaid(const struct donestate *has, int has_done,
    const struct donestate *want)
{
	return has->again != want->again ||
	    (want->done == 0 ? has_done : has->done != want->done);
}

/* Compares one name. -1: errno; 1: the folder has changed; 0. */
static int
compare(struct share *s, const char *name, size_t n)
{
	const struct donestate has = read_store(s, name, n);
	struct donestate is, want;

	if (donestate_read(s->fd, name, &is) == -1)
		return -1;
	want = statement_merge(&is, &has);
	if (is_unsaid(&has, followtable_find(&s->store.of[SHARE_IS_DONE], name,
	    n) != NULL, &want)) {
		if (followtable_set(&s->unsaid, name, n, "", 0) == NULL &&
		    errno != 0)
			return -1;
	} else {
		(void)followtable_remove(&s->unsaid, name, n);
	}
	return bring(s, name, &is, &want);
}

/* All of them. -1: errno; how many have changed something. */
static int
compare_all(struct share *s)
{
	const struct followentry *e;
	int changed = 0, one = 0;
	size_t i;

	for (i = 0; i < s->changed.n && one != -1;) {
		e = s->changed.list[i];
		one = compare(s, e->bytes, e->key_n);
		/* Somebody was faster: that is one more change. */
		if (one == -1 && errno == EEXIST)
			one = 0;
		else if (one != -1) {
			changed += one;
			i++;
		}
	}
	followtable_drop(&s->changed, i);
	return one == -1 ? -1 : changed;
}

int
share_apply(struct share *s)
{
	int changed, error;

	if (s->fd == -1 || !s->has_store || now_ms() < s->again_ms)
		return 0;
	if (s->changed.n == 0)
		return 1;
	if (flock(s->fd, LOCK_EX | LOCK_NB) == -1) {
		s->again_ms = now_ms() + 10;
		return 0;
	}
	changed = compare_all(s);
	error = errno;
	(void)flock(s->fd, LOCK_UN);
	if (changed > 0 && (changed > SYNC_EACH ? syncfs(s->fd) :
	    fsync(s->fd)) == -1) {
		changed = -1;
		error = errno;
	}
	if (changed != -1)
		return 1;
	say(s, "cannot write", error == ERANGE ?
	    "its file system cannot keep the times of the store" :
	    strerror(error));
	return 0;
}

void
share_heard(struct share *s, long long when)
{
	int code, error;

	if (flock(s->fd, LOCK_EX) == -1) {
		say(s, "cannot lock", strerror(errno));
		return;
	}
	code = donestate_heard(s->fd, when);
	error = errno;
	(void)flock(s->fd, LOCK_UN);
	if (code == -1) {
		say(s, "cannot write", strerror(error));
		return;
	}
	if (!s->is_heard)
		warnx("folder %s: who is done is shared with other servers",
		    s->path);
	s->is_heard = 1;
	s->trouble[0] = '\0';
}

/* One name's part of what is told. -1: errno. */
static int
write_one(struct share *s, const char *prefix, const struct followentry *e,
    FILE *out)
{
	const struct donestate has = read_store(s, e->bytes, e->key_n);
	char value[STATEMENT_SIZE], by[DONE_BY_SIZE];
	struct donestate want;

	if (donestate_read(s->fd, e->bytes, &want) == -1)
		return -1;
	want = statement_merge(&want, &has);
	if (has.again != want.again) {
		statement_write(want.again, "", value);
		fprintf(out, "put \"%s" SHARE_AGAIN "%s\" \"%s\"\n", prefix,
		    e->bytes, value);
	}
	if (want.done == 0 && followtable_find(&s->store.of[SHARE_IS_DONE],
	    e->bytes, e->key_n) != NULL)
		fprintf(out, "del \"%s" SHARE_DONE "%s\"\n", prefix, e->bytes);
	if (want.done != 0 && has.done != want.done) {
		/* What another server was told has that server behind it. */
		snprintf(by, sizeof(by), "%s", want.by);
		if (strchr(by, ',') == NULL && by[0] != '\0')
			snprintf(by, sizeof(by), "%.40s, %.30s", want.by,
			    s->host);
		statement_write(want.done, by, value);
		fprintf(out, "put \"%s" SHARE_DONE "%s\" \"%s\"\n", prefix,
		    e->bytes, value);
	}
	return 0;
}

char *
share_ask(struct share *s, const char *prefix)
{
	const struct followentry *e;
	char *text = NULL;
	size_t i, n;
	FILE *out;

	if (s->fd == -1 || s->unsaid.n == 0 || s->changed.n > 0 ||
	    (out = open_memstream(&text, &n)) == NULL)
		return NULL;
	/* No condition; then what is done; and nothing otherwise. */
	fputs("\n", out);
	for (i = 0; i < s->unsaid.n && i < ASK_MOST; i++) {
		e = s->unsaid.list[i];
		if (write_one(s, prefix, e, out) == -1) {
			say(s, "cannot read", strerror(errno));
			break;
		}
		if (followtable_set(&s->telling, e->bytes, e->key_n, "", 0) ==
		    NULL && errno != 0)
			break;
	}
	fputs("\n\n", out);
	if (fclose(out) == EOF || i == 0) {
		free(text);
		return NULL;
	}
	followtable_drop(&s->unsaid, i);
	return text;
}

/* What it was told comes back as a change, and is compared once more. */
void
share_asked(struct share *s, int was_told)
{
	size_t i;

	for (i = 0; !was_told && i < s->telling.n; i++)
		change(s, s->telling.list[i]->bytes, s->telling.list[i]->key_n);
	followtable_free(&s->telling);
}

int
share_is_open(const struct share *s)
{
	return s->fd != -1;
}
