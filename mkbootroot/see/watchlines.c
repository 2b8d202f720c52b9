/*
 * What a person or a program reads from a file or a pipe.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/now.h"
#include "daemon/signals.h"
#include "mkbootroot/see/boardshow.h"
#include "mkbootroot/see/eventtext.h"
#include "mkbootroot/see/watchlines.h"

#define LINES_AT_ONCE 4096
#define ONCE_COLUMNS 160	/* of what is no terminal */
#define US_PER_MS INT64_C(1000)
#define PAUSE_MS 100
#define HOUR_MS 3600000

/* What was printed of each machine, by its number. */
struct printed {
	unsigned char *stage;
	size_t n;
};

/* Whether the machine's stage is not the one that was printed. */
static int
is_change(struct printed *p, const struct machine *m)
{
	unsigned char *more;
	int is_new;

	if (m->number >= p->n) {
		/* Rather a line too many than none. */
		if ((more = realloc(p->stage, m->number + 256)) == NULL)
			return 1;
		memset(more + p->n, MACHINE_STAGES, m->number + 256 - p->n);
		p->stage = more;
		p->n = m->number + 256;
	}
	is_new = p->stage[m->number] != m->stage;
	p->stage[m->number] = (unsigned char)m->stage;
	return is_new;
}

static int
is_repeated(enum event_kind kind)
{
	return kind == EVENT_TOLD || kind == EVENT_SILENT ||
	    kind == EVENT_UNKNOWN || kind == EVENT_PROBED ||
	    kind == EVENT_UNCHANGED || kind == EVENT_PUT_OFF;
}

static void
print_event(void *arg, const struct event *e)
{
	const time_t seconds = (time_t)(e->time_us / 1000000);
	const struct machine *m = e->machine;
	char when[32] = "-", text[EVENTTEXT_SIZE];
	struct tm tm;

	/* Firmware asks often, and is told the same. */
	if (m != NULL && !is_change(arg, m) && !e->is_new_boot &&
	    is_repeated(e->kind))
		return;
	if (localtime_r(&seconds, &tm) != NULL)
		(void)strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S", &tm);
	if (m == NULL)
		printf("%s %s\n", when, eventtext(e, text));
	else
		printf("%s %s %s stage=%s %s\n", when, m->name[0] != '\0' ?
		    m->name : "-", m->mac[0] != '\0' ? m->mac :
		    eventtext_machine(m), machine_stage_name(m->stage),
		    eventtext(e, text));
}

/* Until the log has more, or a boot is over because nothing came. */
static void
wait_for_more(const struct watching *w, const sigset_t *while_waiting)
{
	const int64_t due = site_due_us(&w->site), now = now_wall_us();
	int ms = -1;
	struct pollfd p = { .events = POLLIN };

	if (due != INT64_MAX)
		ms = due - now < PAUSE_MS * US_PER_MS ? PAUSE_MS :
		    due - now > HOUR_MS * US_PER_MS ? HOUR_MS :
		    (int)((due - now) / US_PER_MS) + 1;
	p.fd = source_wait(&w->source, &ms);
	(void)signals_wait(&p, 1, ms, while_waiting);
}

/* How it ended. */
static int
exit_code(const struct watching *w, long took)
{
	if (took == -1) {
		warnx("cannot make room for machines: %s", strerror(ENOMEM));
		return 111;
	}
	if (w->fault != NULL) {
		warnx("%s", w->fault);
		return 111;
	}
	return 0;
}

int
watchlines(struct watching *w)
{
	struct printed *printed = calloc(1, sizeof(*printed));
	sigset_t while_waiting;
	long took = 0;

	if (printed == NULL)
		return exit_code(w, -1);
	signals_prepare(&while_waiting);
	w->tell = print_event;
	w->tell_arg = printed;
	while (!signals_end() && (took = watching_take(w, LINES_AT_ONCE)) != -1) {
		if (fflush(stdout) == EOF || w->has_ended)
			break;
		if (took < LINES_AT_ONCE)
			wait_for_more(w, &while_waiting);
	}
	w->tell = NULL;
	free(printed->stage);
	free(printed);
	return exit_code(w, took);
}

/* Without the blanks that fill it. */
static void
print_line(const struct picture_line *l)
{
	unsigned n = l->n;

	while (n > 0 && l->text[n - 1] == ' ')
		n--;
	printf("%.*s\n", (int)n, l->text);
}

/* What to do about those that need a person. */
static void
print_advice(const struct board *b, int64_t now_us)
{
	char remedy[EVENTTEXT_SIZE];
	size_t i;

	for (i = 0; i < b->n && b->row[i].need == NEED_PERSON; i++) {
		const struct machine *m = b->row[i].machine;

		if (i == 0)
			putchar('\n');
		if (m->trouble.time_us != 0 && !m->trouble.is_calm &&
		    eventtext_remedy(&m->trouble, remedy) != NULL)
			printf("%s, %s: %s\n", eventtext_machine(m),
			    eventtext_trouble(&m->trouble), remedy);
		else if (m->trouble.time_us == 0 || m->trouble.is_calm)
			puts(eventtext_standing(m, now_us, remedy));
	}
}

static void
print_table(const struct board *b, const struct scene *s, struct picture *p)
{
	size_t i;

	boardshow_headline(b, s, p, &p->line[0]);
	print_line(&p->line[0]);
	if (boardshow_notice(s, p, &p->line[1]))
		print_line(&p->line[1]);
	boardshow_titles(p, &p->line[2]);
	print_line(&p->line[2]);
	if (b->n == 0) {
		picture_begin(p, p->width, 1);
		boardshow_nobody(b, s, p, &p->line[0]);
		print_line(&p->line[0]);
	}
	for (i = 0; i < b->n; i++) {
		picture_begin(p, p->width, 1);
		boardshow_row(&b->row[i], s, p, &p->line[0]);
		print_line(&p->line[0]);
	}
	print_advice(b, s->now_us);
}

int
watchlines_once(struct watching *w, unsigned columns, int wide)
{
	struct picture *p = malloc(sizeof(*p));
	struct pollfd fd = { .events = POLLIN };
	struct board board;
	long took = 0;
	int ms = -1;

	board_begin(&board);
	while (p != NULL && !w->has_ended &&
	    (took = watching_take(w, LINES_AT_ONCE)) != -1)
		/* Of what is written into a pipe now, the end is waited for. */
		if (took < LINES_AT_ONCE && !w->has_ended) {
			fd.fd = source_wait(&w->source, &ms);
			(void)poll(&fd, 1, ms);
		}
	(void)titles_look(&w->titles, 0);
	if (p == NULL || took == -1 || board_sort(&board, &w->site,
	    &w->titles, now_wall_us()) == -1) {
		took = -1;
	} else {
		struct scene scene = watching_scene(w, now_wall_us());

		/* It was asked for that end. */
		scene.has_ended = 0;
		picture_begin(p, columns == 0 ? ONCE_COLUMNS : columns, 3);
		p->wide = wide;
		print_table(&board, &scene, p);
	}
	board_end(&board);
	free(p);
	return exit_code(w, took);
}
