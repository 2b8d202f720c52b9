/*
 * Keys are answered at once. The log is looked at 50 times a second at most, and
 * drawn ten times: so what it costs does not grow with the number of its lines.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/now.h"
#include "daemon/signals.h"
#include "mkbootroot/see/boardshow.h"
#include "mkbootroot/see/machineshow.h"
#include "mkbootroot/see/watchscreen.h"

#define TAKE_MS 20
#define FRAME_MS 100
#define TICK_MS 1000	/* "3 s" becomes "4 s" */
#define LINES_AT_ONCE 4096

struct loop {
	struct watching *w;
	struct screen *screen;
	struct picture *picture;
	struct board board;
	int wide;
	int is_new;		/* what is shown is not how it is */
	int is_behind;		/* there are more lines */
	long long take_ms, frame_ms, tick_ms;	/* when the next one may be */
};

/* 0; -1: no memory. */
static int
take(struct loop *l)
{
	long took;

	if (!l->is_behind && now_ms() < l->take_ms)
		return 0;
	if ((took = watching_take(l->w, LINES_AT_ONCE)) == -1)
		return -1;
	l->is_behind = took == LINES_AT_ONCE;
	l->is_new |= took > 0;
	l->take_ms = now_ms() + TAKE_MS;
	return 0;
}

/* Whether it goes on. */
static int
hear(struct loop *l)
{
	enum press press;
	char byte = 0;

	for (;;) {
		if (screen_press(l->screen, &press, &byte) == -1)
			return 0;
		if (press == PRESS_NONE)
			return 1;
		if (board_press(&l->board, press, byte))
			return 0;
		/* The next key is for what this one finds. */
		if (l->board.is_stale)
			(void)board_sort(&l->board, &l->w->site, &l->w->titles,
			    now_wall_us());
		/* Who presses a key sees what it does. */
		l->is_new = 1;
		l->frame_ms = 0;
	}
}

/* 0; -1: no memory. */
static int
draw(struct loop *l)
{
	const int64_t now = now_wall_us();
	const struct scene scene = watching_scene(l->w, now);
	unsigned width, height;

	(void)titles_look(&l->w->titles, now_us());
	if (board_sort(&l->board, &l->w->site, &l->w->titles, now) == -1)
		return -1;
	screen_size(l->screen, &width, &height);
	picture_begin(l->picture, width, height);
	l->picture->wide = l->wide;
	if (l->board.page == BOARD_LIST)
		boardshow(&l->board, &scene, l->picture);
	else if (l->board.page == BOARD_MACHINE)
		machineshow(&l->board, &scene, l->picture);
	else
		machineshow_help(&l->board, l->picture);
	screen_draw(l->screen, l->picture);
	l->is_new = 0;
	l->frame_ms = now_ms() + FRAME_MS;
	l->tick_ms = now_ms() + TICK_MS;
	return 0;
}

/* Until a key, or until something is due. */
static void
wait_for_more(const struct loop *l, const sigset_t *while_waiting)
{
	const long long now = now_ms();
	long long until = l->is_new ? l->frame_ms : l->tick_ms, ms;
	const int may_take = now >= l->take_ms;
	int source_ms = -1;
	struct pollfd p[2] = {
		{ .fd = screen_fd(l->screen), .events = POLLIN },
		{ .fd = source_wait(&l->w->source, &source_ms),
		    .events = POLLIN }
	};

	/* After the last look at it, a source has to wait its turn. */
	if (!may_take)
		p[1].fd = -1;
	if (!may_take && !l->w->has_ended && until > l->take_ms)
		until = l->take_ms;
	ms = l->is_behind || until < now ? 0 : until - now;
	if (source_ms >= 0 && ms > source_ms)
		ms = source_ms;
	(void)signals_wait(p, 2, (int)ms, while_waiting);
}

static int
loop(struct loop *l, const sigset_t *while_waiting)
{
	while (!signals_end()) {
		if (take(l) == -1)
			return -1;
		if (!hear(l))
			return 0;
		if (now_ms() >= l->tick_ms || (l->is_new &&
		    now_ms() >= l->frame_ms))
			if (draw(l) == -1)
				return -1;
		wait_for_more(l, while_waiting);
	}
	return 0;
}

int
watchscreen(struct watching *w, struct screen *screen, int wide)
{
	struct loop l = { .w = w, .screen = screen, .wide = wide, .is_new = 1 };
	sigset_t while_waiting;
	int r = -1;

	board_begin(&l.board);
	signals_prepare(&while_waiting);
	if ((l.picture = malloc(sizeof(*l.picture))) != NULL)
		r = loop(&l, &while_waiting);
	free(l.picture);
	board_end(&l.board);
	return r == -1 ? 111 : 0;
}
