/*
 * Any lines of a log, on a screen of any size, with any keys: what is drawn fits,
 * and has nothing in it that would move the cursor; each machine is in the table
 * once, in the order of what it needs.
 *
 * The first bytes are the size and the keys; the rest is lines. One that is the
 * title of a process is that, too.
 */
#include <locale.h>
#include <time.h>

#include "mkbootroot/see/boardshow.h"
#include "mkbootroot/see/eventtext.h"
#include "mkbootroot/see/glyph.h"
#include "mkbootroot/see/machineshow.h"
#include "must.h"

#define NOW INT64_C(1795838400000000)
#define SECOND INT64_C(1000000)
#define KEYS 24
#define TITLES 4

static struct picture picture;
static struct title title[TITLES];

static void
on_event(void *arg, const struct event *e)
{
	char text[EVENTTEXT_SIZE];

	must(strlen(eventtext(e, text)) < sizeof(text), "a text is too long");
	for (const char *p = text; *p != '\0'; p++)
		must((unsigned char)*p >= ' ' && *p != 0x7f,
		    "a text has control characters");
	must(e->machine == NULL || e->machine->is_also == NULL,
	    "an event is of a machine that is another one");
	history_add(arg, e);
}

static void
check_line(const struct picture_line *l)
{
	size_t from = 0;

	must(l->columns <= picture.width, "a line is too long");
	must(strlen(l->text) == l->n, "a line ends before its end");
	must(glyph_columns(l->text, l->n) == l->columns,
	    "a line has other columns than it says");
	for (size_t i = 0; i < l->n; i++)
		must((unsigned char)l->text[i] >= ' ' && l->text[i] != 0x7f,
		    "a line has control characters");
	for (size_t i = 0; i < l->runs; i++) {
		must(l->run[i].from >= from && l->run[i].from <= l->n,
		    "tones are not in order");
		must(l->run[i].tone < TONES, "there is no such tone");
		from = l->run[i].from;
	}
}

/* The least of the rows, and each machine once, unless they are searched. */
static void
check_board(const struct board *b, const struct site *s)
{
	size_t all = 0, i;

	for (i = 0; i < NEEDS; i++)
		all += b->of[i];
	must(b->n <= all && (b->search_n > 0 || b->n == all),
	    "machines are missing");
	must(b->n == 0 || b->chosen < b->n, "what is chosen is no row");
	for (i = 0; i < b->n; i++) {
		must(b->row[i].machine->is_also == NULL, "a row is another one");
		must(i == 0 || b->row[i - 1].need <= b->row[i].need,
		    "rows are not in order");
	}
	for (i = 0; i < s->machine_n; i++)
		all -= s->machine[i]->is_also == NULL;
	must(all == 0, "machines are not counted");
}

static void
draw(struct board *b, const struct scene *s, unsigned width, unsigned height)
{
	picture_begin(&picture, width, height);
	if (b->page == BOARD_LIST)
		boardshow(b, s, &picture);
	else if (b->page == BOARD_MACHINE)
		machineshow(b, s, &picture);
	else
		machineshow_help(b, &picture);
	for (unsigned i = 0; i < picture.height; i++)
		check_line(&picture.line[i]);
	must(picture.cursor < (int)picture.height, "the cursor is below");
}

static void
show(struct input *keys, const struct scene *s, unsigned width, unsigned height)
{
	struct board b;

	board_begin(&b);
	must(board_sort(&b, s->site, s->titles, s->now_us) == 0, "no memory");
	check_board(&b, s->site);
	draw(&b, s, width, height);
	while (keys->n > 0) {
		const unsigned key = input_byte(keys);

		/* A letter, or a key of its own. */
		if (board_press(&b, key < ' ' ? key % (PRESS_RESIZE + 1) :
		    PRESS_BYTE, (char)key))
			break;
		must(board_sort(&b, s->site, s->titles, s->now_us) == 0,
		    "no memory");
		check_board(&b, s->site);
		draw(&b, s, width, height);
	}
	board_end(&b);
}

/* Each line in memory of its own size. */
static void
take(struct site *s, struct titles *t, struct input *in)
{
	struct logline l;

	while (in->n > 0) {
		const unsigned char *lf = memchr(in->bytes, '\n', in->n);
		size_t n = lf == NULL ? in->n : (size_t)(lf - in->bytes);
		char *line = (char *)exact_copy(in->bytes, n);

		logline_read(line, n, NOW, &l);
		must(l.kind < LOGLINE_KINDS && l.program < LOGLINE_PROGRAMS,
		    "a line is of no kind");
		must(site_take(s, &l) == 0, "no memory");
		if (t->n < TITLES && title_read(line, n, &title[t->n]) == 0)
			t->n++;
		free(line);
		n += lf != NULL;
		(void)input_piece(in, &n);
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct input in = { .bytes = bytes, .n = n }, keys;
	struct titles titles = { .title = title };
	struct history history;
	struct site site;
	struct scene scene;
	unsigned width, height;

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	tzset();
	width = input_word(&in) % (PICTURE_COLUMNS + 9);
	height = input_byte(&in);
	picture.wide = (int)input_byte(&in) % 2;
	keys.n = input_byte(&in) % KEYS;
	keys.bytes = input_piece(&in, &keys.n);
	must(history_open(&history) == 0 &&
	    site_open(&site, on_event, &history) == 0, "no memory");
	take(&site, &titles, &in);
	scene = (struct scene){ .site = &site, .titles = &titles,
	    .history = &history, .source = "journal", .has_ended = n % 5 == 0, .cut = n % 2,
	    .fault = n % 7 == 0 ? "cannot read" : NULL,
	    .now_us = site.last_us > NOW ? site.last_us : NOW };
	/* Once while all boots, and once when time has passed. */
	show(&keys, &scene, width, height);
	scene.now_us += 100 * SECOND;
	site_pass(&site, scene.now_us);
	show(&keys, &scene, width, height);
	history_close(&history);
	site_close(&site);
	return 0;
}
