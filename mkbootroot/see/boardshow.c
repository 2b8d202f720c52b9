/*
 * A line for each machine. What needs a person is marked by a sign too: not every
 * terminal has colours.
 */
#include <stdio.h>
#include <string.h>

#include "mkbootroot/see/boardcolumns.h"
#include "mkbootroot/see/boardshow.h"
#include "mkbootroot/see/eventtext.h"
#include "mkbootroot/see/glyph.h"
#include "mkbootroot/see/quantity.h"
#include "mkbootroot/see/sheet.h"

#define ADVICE_LINES 3
#define ADVICE_HEIGHT 12	/* of a screen that has room for them */

static void
cell(const struct picture *p, struct picture_line *l, enum tone tone,
    const char *text, unsigned columns, int how)
{
	picture_cell(p, l, tone, text, strlen(text), columns, how);
}

void
boardshow_titles(const struct picture *p, struct picture_line *l)
{
	struct boardcolumns c;

	boardcolumns(p->width, &c);
	picture_text(p, l, TONE_HEAD, "  ");
	cell(p, l, TONE_HEAD, "NAME", c.name, 0);
	cell(p, l, TONE_HEAD, "MAC", c.mac, 0);
	cell(p, l, TONE_HEAD, "FIRMWARE", c.firmware, 0);
	cell(p, l, TONE_HEAD, "STAGE", c.stage, 0);
	cell(p, l, TONE_HEAD, "FILE", c.file, 0);
	cell(p, l, TONE_HEAD, "%", c.percent, PICTURE_RIGHT);
	cell(p, l, TONE_HEAD, "RATE", c.rate, PICTURE_RIGHT);
	cell(p, l, TONE_HEAD, "AGO", c.ago, PICTURE_RIGHT);
	cell(p, l, TONE_HEAD, "TROUBLE", c.trouble, 0);
}

static void
show_load(const struct picture *p, struct picture_line *l,
    const struct boardcolumns *c, const struct machine *m,
    const struct title *t, enum tone tone)
{
	char percent[16] = "", rate[QUANTITY_SIZE] = "";

	if (t != NULL) {
		snprintf(percent, sizeof(percent), "%d%%", t->percent);
		quantity_rate(t->rate, rate);
	} else if (m->file_rate > 0)
		quantity_rate(m->file_rate, rate);
	cell(p, l, tone, t != NULL ? t->file : m->file, c->file,
	    PICTURE_TAIL);
	cell(p, l, tone, percent, c->percent, PICTURE_RIGHT);
	cell(p, l, tone, rate, c->rate, PICTURE_RIGHT);
}

static void
show_trouble(const struct picture *p, struct picture_line *l,
    const struct boardcolumns *c, const struct board_row *row)
{
	const struct machine *m = row->machine;
	const struct trouble *t = &m->trouble;
	const int is_bad = row->need == NEED_PERSON;

	/* Loaders try many names: while all goes well, that is nothing. */
	if (t->time_us != 0 && (!t->is_calm || row->need == NEED_NEVER))
		cell(p, l, is_bad ? TONE_BAD : TONE_DIM, eventtext_trouble(t),
		    c->trouble, 0);
	else if (is_bad)
		cell(p, l, TONE_BAD, "stands still", c->trouble, 0);
}

void
boardshow_row(const struct board_row *row, const struct scene *s,
    const struct picture *p, struct picture_line *l)
{
	static const enum tone tones[NEEDS] = {
		[NEED_PERSON] = TONE_BAD, [NEED_TIME] = TONE_BUSY,
		[NEED_NOTHING] = TONE_GOOD, [NEED_NEVER] = TONE_DIM,
	};
	const struct machine *m = row->machine;
	const struct title *t = row->title;
	const enum tone tone = row->need == NEED_NEVER ? TONE_DIM :
	    TONE_PLAIN;
	char ago[QUANTITY_SIZE];
	struct boardcolumns c;

	boardcolumns(p->width, &c);
	picture_text(p, l, tones[row->need], row->need == NEED_PERSON ? "! " :
	    t != NULL ? "> " : "  ");
	cell(p, l, tone, eventtext_machine(m), c.name,
	    m->name[0] == '\0' ? PICTURE_TAIL : 0);
	cell(p, l, tone, m->mac, c.mac, 0);
	snprintf(ago, sizeof(ago), "%s%s", m->arch, m->is_ipxe ? " ipxe" : "");
	cell(p, l, tone, ago, c.firmware, 0);
	/* After its last file there may be another one. */
	cell(p, l, tones[row->need], t != NULL && m->stage == MACHINE_DONE ?
	    "loads" : machine_stage_name(m->stage), c.stage, 0);
	show_load(p, l, &c, m, t, tone);
	cell(p, l, tone, quantity_span(t != NULL ? 0 : s->now_us - m->last_us,
	    ago), c.ago, PICTURE_RIGHT);
	show_trouble(p, l, &c, row);
}

/* "2000 machines: 3 need you, 12 boot, 1985 have booted". */
void
boardshow_headline(const struct board *b, const struct scene *s,
    const struct picture *p, struct picture_line *l)
{
	const size_t all = b->of[NEED_PERSON] + b->of[NEED_TIME] +
	    b->of[NEED_NOTHING] + b->of[NEED_NEVER];
	const int is_narrow = p->width < 60;
	const char *ended = s->has_ended ? ", ended" : "";
	char text[128], clock[QUANTITY_SIZE];
	unsigned right, source;

	snprintf(text, sizeof(text), is_narrow ? "%zu: " : "%zu %s: ", all,
	    all == 1 ? "machine" : "machines");
	picture_text(p, l, TONE_PLAIN, text);
	snprintf(text, sizeof(text), "%zu need%s you", b->of[NEED_PERSON],
	    b->of[NEED_PERSON] == 1 ? "s" : "");
	picture_text(p, l, b->of[NEED_PERSON] > 0 ? TONE_BAD : TONE_PLAIN,
	    text);
	snprintf(text, sizeof(text), ", %zu boot%s, %zu ha%s booted",
	    b->of[NEED_TIME], b->of[NEED_TIME] == 1 ? "s" : "",
	    b->of[NEED_NOTHING], b->of[NEED_NOTHING] == 1 ? "s" : "ve");
	picture_text(p, l, TONE_PLAIN, text);
	if (is_narrow)
		return;
	quantity_clock(s->now_us, s->now_us, clock);
	right = (unsigned)strlen(clock);
	source = glyph_columns(s->source, strlen(s->source)) +
	    (unsigned)strlen(ended);
	if (l->columns + 2 + source + 2 + right <= p->width) {
		picture_to(p, l, p->width - right - 2 - source);
		picture_text(p, l, TONE_DIM, s->source);
		picture_text(p, l, TONE_DIM, ended);
	}
	if (l->columns + 2 + right <= p->width) {
		picture_to(p, l, p->width - right);
		picture_text(p, l, TONE_DIM, clock);
	}
}

int
boardshow_notice(const struct scene *s, const struct picture *p,
    struct picture_line *l)
{
	const struct trouble *t = &s->site->server;
	const unsigned long unread = s->site->lines[LOGLINE_UNREADABLE] +
	    s->cut;
	char text[160], ago[QUANTITY_SIZE];

	if (s->fault != NULL) {
		picture_text(p, l, TONE_BAD, s->fault);
		return 1;
	}
	if (unread > 0 || s->site->dropped > 0) {
		snprintf(text, sizeof(text), "%lu lines of the log cannot be "
		    "read, %lu machines are too many. ", unread,
		    s->site->dropped);
		picture_text(p, l, TONE_BAD, text);
	}
	if (t->time_us != 0) {
		snprintf(text, sizeof(text), "%s, %s ago: ",
		    logline_program_name(t->program),
		    quantity_span(s->now_us - t->time_us, ago));
		picture_text(p, l, TONE_BAD, text);
		picture_text(p, l, TONE_BAD, t->text[0] != '\0' ? t->text :
		    eventtext_trouble(t));
	}
	return l->n > 0;
}

/* What to do about the chosen machine. */
static void
show_advice(const struct board *b, const struct scene *s, struct picture *p,
    unsigned from, unsigned end)
{
	const struct machine *m;
	const struct trouble *t;
	char text[1024], remedy[EVENTTEXT_SIZE];
	struct sheet sheet;

	sheet_begin(&sheet, p, from, end, 0);
	if (b->n == 0)
		return;
	m = b->row[b->chosen].machine;
	t = &m->trouble;
	if (t->time_us != 0 && (!t->is_calm || b->row[b->chosen].need ==
	    NEED_NEVER))
		snprintf(text, sizeof(text), "%s, %s: %s", eventtext_machine(m),
		    eventtext_trouble(t), t->remedy == NULL ?
		    "Enter shows what happened" : eventtext_remedy(t, remedy));
	else if (b->row[b->chosen].need == NEED_PERSON)
		eventtext_standing(m, s->now_us, text);
	else
		return;
	sheet_text(&sheet, TONE_PLAIN, 0, text);
	if (sheet_scrolls(&sheet) > 0)
		picture_more(p, &p->line[end - 1]);
}

static void
show_keys(const struct board *b, struct picture *p, unsigned line)
{
	struct picture_line *l = &p->line[line];
	char text[96];

	if (b->is_typing) {
		picture_text(p, l, TONE_PLAIN, "/");
		picture_text(p, l, TONE_PLAIN, b->search);
		p->cursor = (int)line;
		return;
	}
	if (b->search_n > 0) {
		snprintf(text, sizeof(text), "%zu with ", b->n);
		picture_text(p, l, TONE_PLAIN, text);
		picture_text(p, l, TONE_PLAIN, b->search);
		picture_text(p, l, TONE_DIM, "  Esc all  q quit  ? help");
		return;
	}
	picture_text(p, l, TONE_DIM, p->width < 60 ?
	    "q quit  Enter more  / search  ? help" :
	    "q quit  arrows choose  Enter one machine  / search  ? help");
}

/* Lines that are all of others may be of a wrong file. */
void
boardshow_nobody(const struct board *b, const struct scene *s,
    const struct picture *p, struct picture_line *l)
{
	const unsigned long foreign = s->site->lines[LOGLINE_FOREIGN];
	char text[128];

	if (b->search_n > 0 || foreign == 0) {
		picture_text(p, l, TONE_DIM, b->search_n > 0 ?
		    "No machine has this text." : "No machine has asked yet.");
		return;
	}
	snprintf(text, sizeof(text), "No machine has asked yet; %lu line%s of "
	    "other programs.", foreign, foreign == 1 ? " is" : "s are");
	picture_text(p, l, TONE_DIM, text);
}

void
boardshow(struct board *b, const struct scene *s, struct picture *p)
{
	unsigned line = 0, end, i;
	size_t row;

	if (p->height < 4 || p->width < 8)
		return;
	boardshow_headline(b, s, p, &p->line[line++]);
	line += boardshow_notice(s, p, &p->line[line]) ? 1 : 0;
	boardshow_titles(p, &p->line[line++]);
	end = p->height - 1;
	show_keys(b, p, end);
	if (p->height >= ADVICE_HEIGHT) {
		show_advice(b, s, p, end - ADVICE_LINES, end);
		end -= ADVICE_LINES;
	}
	board_show(b, end - line);
	for (i = 0; i < end - line; i++) {
		if ((row = b->top + i) >= b->n)
			break;
		boardshow_row(&b->row[row], s, p, &p->line[line + i]);
		p->line[line + i].is_chosen = row == b->chosen;
	}
	if (b->n == 0)
		boardshow_nobody(b, s, p, &p->line[line]);
}
