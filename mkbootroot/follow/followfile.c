/*
 * Of a file its folder is watched, because editors and copies replace it by a rename.
 * A link may lead elsewhere from now on, and a folder may go and come: where it is, is
 * looked at now and then.
 */
#include <err.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "daemon/now.h"
#include "daemon/signals.h"
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
	long long look_ms;
};

/* Which folder has what -f names, and watches it. */
static void
look(struct watched *w)
{
	const char *path = w->m->o->text;
	char copy[PATH_MAX];
	struct stat st;
	const int is_there = stat(path, &st) == 0;

	w->look_ms = now_ms() + LOOK_MS;
	if (is_there == w->is_there && (!is_there ||
	    (st.st_dev == w->seen.st_dev && st.st_ino == w->seen.st_ino &&
	    st.st_mtim.tv_sec == w->seen.st_mtim.tv_sec &&
	    st.st_mtim.tv_nsec == w->seen.st_mtim.tv_nsec)) && w->watch != -1)
		return;
	if (w->watch != -1)
		(void)inotify_rm_watch(w->fd, w->watch);
	w->name[0] = '\0';
	snprintf(w->folder, sizeof(w->folder), "%s", path);
	if (!is_there || !S_ISDIR(st.st_mode)) {
		snprintf(copy, sizeof(copy), "%s", path);
		snprintf(w->name, sizeof(w->name), "%s", basename(copy));
		snprintf(copy, sizeof(copy), "%s", path);
		snprintf(w->folder, sizeof(w->folder), "%s", dirname(copy));
	}
	w->watch = inotify_add_watch(w->fd, w->folder, CHANGES);
	if (is_there)
		w->seen = st;
	w->is_there = is_there;
	followmap_change(w->m);
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
				followmap_change(w->m);
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
	struct timespec t;
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
		t = (struct timespec){ .tv_sec = ms / 1000,
		    .tv_nsec = ms % 1000 * 1000000L };
		p = (struct pollfd){ .fd = w.fd, .events = POLLIN };
		(void)ppoll(&p, 1, &t, &while_waiting);
	}
	close(w.fd);
	return 0;
}
