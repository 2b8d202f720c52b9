/*
 * What it prints counts only if it has ended well: half a list is none.
 */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/now.h"
#include "daemon/signals.h"
#include "mkbootroot/follow/followchild.h"
#include "mkbootroot/follow/followprogram.h"
#include "mkbootroot/spawn.h"

#define MINUTE_MS 60000

struct asked {
	struct followmap *m;
	const char *program;
	struct followchild child;
	int limit_ms, text_fd;	/* its last good output; -1: none yet */
	long long next_ms;
};

static void
fail(const struct asked *a, const char *why)
{
	warnx("%s failed: %s; the map stays as it is", a->program, why);
}

/* Its output as a file, to read from its start. -1: errno. */
static int
keep(struct asked *a)
{
	const int fd = spawn_input(a->child.out, a->child.n);

	if (fd == -1)
		return -1;
	if (a->text_fd != -1)
		close(a->text_fd);
	a->text_fd = fd;
	return 0;
}

static void
look(struct asked *a)
{
	char why[256];
	int status, ended;

	if (a->child.pid == 0 ||
	    (ended = followchild_look(&a->child, &status)) == 0)
		return;
	if (ended == -1) {
		fail(a, strerror(errno));
	} else if (status != 0) {
		fail(a, followchild_why(&a->child, status, why, sizeof(why)));
	} else if (keep(a) == -1) {
		fail(a, strerror(errno));
	} else {
		followmap_again(a->m, 0);
	}
	followchild_stop(&a->child);
}

static void
step(struct asked *a)
{
	const char *const argv[] = { a->program, NULL };
	struct followreport report;
	int code;

	if (signals_ask())
		a->next_ms = 0;
	look(a);
	if (followmap_has_ended(a->m, &code, &report)) {
		followreport_log(&report);
		followreport_free(&report);
		warnx(code == 0 ? "map %s is what %s prints" :
		    "map %s stays as it is, and differs from what %s prints",
		    a->m->o->map, a->program);
	}
	if (followmap_is_due(a->m) && (lseek(a->text_fd, 0, SEEK_SET) == -1 ||
	    followmap_start(a->m, a->text_fd) == -1)) {
		warn("cannot begin a map");
		a->m->due_ms = 0;
	}
	if (a->child.pid != 0 || now_ms() < a->next_ms)
		return;
	a->next_ms = now_ms() + a->limit_ms;
	if (followchild_start(&a->child, argv, "", 0, a->limit_ms) == -1)
		fail(a, strerror(errno));
}

static void
wait_for_more(const struct asked *a, const sigset_t *while_waiting)
{
	struct pollfd p[2];
	const long long left = a->next_ms - now_ms();
	int ms = left < 0 ? 0 : (int)left;

	if (a->child.pid != 0 && ms == 0)
		ms = MINUTE_MS;
	ms = followmap_wait_ms(a->m, followchild_wait_ms(&a->child, ms));
	followchild_poll(&a->child, p);
	(void)signals_wait(p, 2, ms, while_waiting);
}

int
followprogram(struct followmap *m, const char *program, int minutes)
{
	struct asked a = { .m = m, .program = program, .text_fd = -1,
	    .limit_ms = minutes * MINUTE_MS };
	sigset_t while_waiting;

	a.child.out_fd = a.child.said_fd = -1;
	/* Without a "/" it is looked for each time. */
	if (strchr(program, '/') != NULL && access(program, X_OK) == -1) {
		warn("cannot run %s", program);
		return 1;
	}
	signals_prepare(&while_waiting);
	while (!signals_end()) {
		step(&a);
		wait_for_more(&a, &while_waiting);
	}
	followchild_stop(&a.child);
	if (a.text_fd != -1)
		close(a.text_fd);
	return 0;
}
