/*
 * ncurses knows terminals. Only lines that have changed are given to it, and of
 * these it writes what differs.
 */
#include <curses.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mkbootroot/see/screen.h"
#include "mkbootroot/see/terminal.h"

#define ESCAPE 27
#define ESCAPE_MS 25	/* behind it, the rest of a key comes at once */

static void
prepare_colours(struct screen *s)
{
	const char *none = getenv("NO_COLOR");

	s->has_colours = (none == NULL || none[0] == '\0') && has_colors() &&
	    start_color() == OK && use_default_colors() == OK &&
	    init_pair(TONE_BAD, COLOR_RED, -1) == OK &&
	    init_pair(TONE_GOOD, COLOR_GREEN, -1) == OK;
}

int
screen_open(struct screen *s)
{
	*s = (struct screen){ .terminal = NULL };
	if (!terminal_can_draw())
		return -1;
	if ((s->keys = fopen("/dev/tty", "r+e")) == NULL ||
	    (s->before = calloc(1, sizeof(*s->before))) == NULL ||
	    (s->terminal = newterm(NULL, stdout, s->keys)) == NULL) {
		if (s->keys != NULL)
			fclose(s->keys);
		free(s->before);
		return -1;
	}
	set_escdelay(ESCAPE_MS);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	prepare_colours(s);
	return 0;
}

void
screen_close(struct screen *s)
{
	if (s->terminal == NULL)
		return;
	endwin();
	delscreen(s->terminal);
	fclose(s->keys);
	free(s->before);
	s->terminal = NULL;
}

void
screen_size(const struct screen *s, unsigned *width, unsigned *height)
{
	(void)s;
	*width = COLS > 0 ? (unsigned)COLS : 0;
	*height = LINES > 0 ? (unsigned)LINES : 0;
}

static void
set_tone(const struct screen *s, unsigned tone, int is_chosen)
{
	static const attr_t looks[TONES] = {
		[TONE_HEAD] = A_BOLD, [TONE_BAD] = A_BOLD,
		[TONE_BUSY] = A_BOLD, [TONE_DIM] = A_DIM,
	};
	const int has_pair = s->has_colours &&
	    (tone == TONE_BAD || tone == TONE_GOOD);

	(void)attr_set(looks[tone] | (is_chosen ? A_REVERSE : 0),
	    (short)(has_pair ? tone : 0), NULL);
}

static void
draw_line(const struct screen *s, const struct picture *p, int y)
{
	const struct picture_line *l = &p->line[y];
	unsigned from = 0, tone = TONE_PLAIN, i;

	(void)move(y, 0);
	for (i = 0; i <= l->runs; i++) {
		const unsigned to = i < l->runs ? l->run[i].from : l->n;

		set_tone(s, tone, l->is_chosen);
		(void)addnstr(l->text + from, (int)(to - from));
		from = to;
		if (i < l->runs)
			tone = l->run[i].tone;
	}
	/* A full line has moved the cursor to the next one. */
	if (l->columns >= p->width)
		return;
	set_tone(s, TONE_PLAIN, l->is_chosen);
	if (l->is_chosen)
		(void)hline(' ' | A_REVERSE, (int)(p->width - l->columns));
	else
		(void)clrtoeol();
}

static int
is_same(const struct picture_line *a, const struct picture_line *b)
{
	return a->n == b->n && a->runs == b->runs &&
	    a->is_chosen == b->is_chosen &&
	    memcmp(a->run, b->run, a->runs * sizeof(a->run[0])) == 0 &&
	    memcmp(a->text, b->text, a->n) == 0;
}

/* Remembers a line; most of its room is empty. */
static void
keep(struct picture_line *to, const struct picture_line *from)
{
	to->n = from->n;
	to->columns = from->columns;
	to->runs = from->runs;
	to->is_chosen = from->is_chosen;
	memcpy(to->run, from->run, sizeof(to->run));
	memcpy(to->text, from->text, (size_t)from->n + 1);
}

void
screen_draw(struct screen *s, const struct picture *p)
{
	struct picture *before = s->before;
	unsigned y;

	if (before->width != p->width || before->height != p->height) {
		s->has_all = 0;
		before->width = p->width;
		before->height = p->height;
	}
	for (y = 0; y < p->height; y++)
		if (!s->has_all || !is_same(&p->line[y], &before->line[y])) {
			draw_line(s, p, (int)y);
			keep(&before->line[y], &p->line[y]);
		}
	s->has_all = 1;
	if (s->has_cursor != (p->cursor >= 0)) {
		s->has_cursor = p->cursor >= 0;
		(void)curs_set(s->has_cursor);
	}
	if (p->cursor >= 0)
		(void)move(p->cursor, (int)p->line[p->cursor].columns);
	(void)refresh();
}

int
screen_fd(const struct screen *s)
{
	return fileno(s->keys);
}

static enum press
press_of(int key, char *byte)
{
	switch (key) {
	case KEY_UP: return PRESS_UP;
	case KEY_DOWN: return PRESS_DOWN;
	case KEY_PPAGE: return PRESS_PAGE_UP;
	case KEY_NPAGE: return PRESS_PAGE_DOWN;
	case KEY_HOME: return PRESS_HOME;
	case KEY_END: return PRESS_END;
	case KEY_ENTER: case '\r': case '\n': return PRESS_ENTER;
	case KEY_BACKSPACE: case '\b': case 127: return PRESS_BACKSPACE;
	case KEY_RESIZE: return PRESS_RESIZE;
	case ESCAPE: return PRESS_ESCAPE;
	default:
		if (key < ' ' || key > 255)
			return PRESS_NONE;
		*byte = (char)key;
		return PRESS_BYTE;
	}
}

int
screen_press(struct screen *s, enum press *press, char *byte)
{
	struct pollfd p = { .fd = fileno(s->keys) };
	int key;

	/* A key that means nothing is followed by others. */
	do {
		*press = PRESS_NONE;
		if ((key = getch()) != ERR)
			*press = press_of(key, byte);
	} while (key != ERR && *press == PRESS_NONE);
	if (*press == PRESS_RESIZE)
		s->has_all = 0;
	if (key != ERR)
		return 0;
	return poll(&p, 1, 0) == 1 && (p.revents & (POLLHUP | POLLERR)) != 0 ?
	    -1 : 0;
}
