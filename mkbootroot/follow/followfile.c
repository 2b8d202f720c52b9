/*
 * Of a file its folder is watched, because editors and copies replace it by a rename.
 * What a link leads to is seen nowhere there, and a folder may go and come: so all is
 * looked at now and then as well.
 */
#include <err.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/fnv.h"
#include "daemon/now.h"
#include "daemon/signals.h"
#include "file/folderscan.h"
#include "mkbootroot/follow/followfile.h"

#define LOOK_MS 5000
#define AGAIN_MS 30000
#define CHANGES (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | \
	IN_ONLYDIR)

struct watched {
	struct followmap *m;
	char folder[PATH_MAX];	/* where changes are seen */
	char name[NAME_MAX + 1];	/* the only one that counts; "": all */
	int fd, watch;
	struct stat seen;	/* what -f leads to */
	int is_there;
	uint64_t sum;		/* of what is there */
	long long look_ms;
};

static uint64_t
add_file(uint64_t sum, const struct stat *st)
{
	sum = fnv_add(sum, &st->st_dev, sizeof(st->st_dev));
	sum = fnv_add(sum, &st->st_ino, sizeof(st->st_ino));
	sum = fnv_add(sum, &st->st_mode, sizeof(st->st_mode));
	sum = fnv_add(sum, &st->st_size, sizeof(st->st_size));
	return fnv_add(sum, &st->st_mtim, sizeof(st->st_mtim));
}

static int
is_any(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/*
 * What is there, and what links lead to: another sum, if that has changed. Names with a
 * dot first are not read, and may come and go.
 */
static uint64_t
sum_up(const char *path, const struct stat *of)
{
	uint64_t sum = FNV_BEGIN;
	struct dirent **list;
	struct stat st;
	int fd, i, n;

	if (!S_ISDIR(of->st_mode))
		return add_file(sum, of);
	if ((fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return sum;
	n = folder_scan(fd, &list, is_any);
	for (i = 0; i < n; i++) {
		sum = fnv_add(sum, list[i]->d_name, strlen(list[i]->d_name));
		if (fstatat(fd, list[i]->d_name, &st, 0) == 0)
			sum = add_file(sum, &st);
		free(list[i]);
	}
	if (n != -1)
		free(list);
	close(fd);
	return sum;
}

/* Watches the folder that has what -f names. */
static void
watch(struct watched *w, int is_folder)
{
	const char *path = w->m->o->text;
	char copy[PATH_MAX];

	if (w->watch != -1)
		(void)inotify_rm_watch(w->fd, w->watch);
	w->name[0] = '\0';
	snprintf(w->folder, sizeof(w->folder), "%s", path);
	if (!is_folder) {
		snprintf(copy, sizeof(copy), "%s", path);
		snprintf(w->name, sizeof(w->name), "%s", basename(copy));
		snprintf(copy, sizeof(copy), "%s", path);
		snprintf(w->folder, sizeof(w->folder), "%s", dirname(copy));
	}
	w->watch = inotify_add_watch(w->fd, w->folder, CHANGES);
}

/* What is there now, whoever has told of it. */
static void
look(struct watched *w)
{
	struct stat st = { 0 };
	const int is_there = stat(w->m->o->text, &st) == 0;
	const uint64_t sum = is_there ? sum_up(w->m->o->text, &st) : 0;
	const int was_watched = w->watch != -1;

	w->look_ms = now_ms() + LOOK_MS;
	if (!was_watched || is_there != w->is_there ||
	    st.st_dev != w->seen.st_dev || st.st_ino != w->seen.st_ino)
		watch(w, is_there && S_ISDIR(st.st_mode));
	if (is_there != w->is_there || sum != w->sum ||
	    (!was_watched && w->watch != -1))
		followmap_settle(w->m);
	w->seen = st;
	w->is_there = is_there;
	w->sum = sum;
}

static void
take_changes(struct watched *w)
{
	_Alignas(struct inotify_event) char buf[4096];
	const struct inotify_event *e;
	ssize_t n;
	char *p;

	while ((n = read(w->fd, buf, sizeof(buf))) > 0)
		for (p = buf; p < buf + n; p += sizeof(*e) + e->len) {
			e = (const struct inotify_event *)(const void *)p;
			if (w->name[0] == '\0' || (e->mask & IN_Q_OVERFLOW) ||
			    (e->len > 0 && strcmp(e->name, w->name) == 0))
				w->look_ms = 0;
			if ((e->mask & IN_IGNORED) && e->wd == w->watch)
				w->watch = -1;
		}
}

static void
step(struct watched *w)
{
	struct followreport report;
	int code;

	take_changes(w);
	/* What it names may have changed as well. */
	if (signals_ask())
		followmap_again(w->m, 0);
	if (now_ms() >= w->look_ms)
		look(w);
	if (followmap_has_ended(w->m, &code, &report)) {
		followreport_log(&report);
		followreport_free(&report);
		if (code == 0)
			warnx("map %s is what %s says", w->m->o->map,
			    w->m->o->text);
		else
			warnx("the map stays as it is");
		if (code > 1)
			followmap_again(w->m, AGAIN_MS);
	}
	/* What is still being written is waited for. */
	if (followmap_is_due(w->m))
		look(w);
	if (followmap_is_due(w->m) && followmap_start(w->m, -1) == -1) {
		warn("cannot begin a map");
		w->m->due_ms = now_ms() + AGAIN_MS;
	}
}

int
followfile(struct followmap *m)
{
	struct watched w = { .m = m, .watch = -1 };
	sigset_t while_waiting;
	struct pollfd p;
	int ms;

	if (strcmp(m->o->text, "-") == 0) {
		warnx("standard input cannot be followed: name a file or a "
		    "folder");
		return 2;
	}
	if ((w.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) == -1) {
		warn("cannot watch files");
		return 111;
	}
	signals_prepare(&while_waiting);
	followmap_again(m, 0);
	while (!signals_end()) {
		step(&w);
		ms = followmap_wait_ms(m, LOOK_MS);
		p = (struct pollfd){ .fd = w.fd, .events = POLLIN };
		(void)signals_wait(&p, 1, ms, &while_waiting);
	}
	close(w.fd);
	return 0;
}
