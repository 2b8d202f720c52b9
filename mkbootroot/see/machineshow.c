/*
 * The upper part says how it is now and stays, the events below are scrolled.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/append.h"
#include "mkbootroot/see/eventtext.h"
#include "mkbootroot/see/machineshow.h"
#include "mkbootroot/see/quantity.h"
#include "mkbootroot/see/sheet.h"

/* Name, addresses and firmware, as far as they are known. */
static void
show_who(struct sheet *sheet, const struct machine *m)
{
	const char *const known[] = { m->name, m->mac, m->address, m->arch,
	    m->is_ipxe ? "by iPXE" : "", m->uuid };
	char text[1024] = "";
	struct append a = append_begin(text, sizeof(text));
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (known[i][0] != '\0')
			append_cut(&a, "%s%s", text[0] != '\0' ? "  " : "",
			    known[i]);
	sheet_text(sheet, TONE_HEAD, 2, text);
}

static void
show_stage(struct sheet *sheet, const struct machine *m,
    const struct scene *s, enum need need)
{
	static const enum tone tones[NEEDS] = {
		[NEED_PERSON] = TONE_BAD, [NEED_TIME] = TONE_BUSY,
		[NEED_NOTHING] = TONE_GOOD, [NEED_NEVER] = TONE_PLAIN,
	};
	char text[512], ago[QUANTITY_SIZE], clock[QUANTITY_SIZE];
	struct append a;

	text[0] = '\0';
	a = append_begin(text, sizeof(text));
	append_cut(&a, "Stage: %s for %s", machine_stage_name(m->stage),
	    quantity_span(s->now_us - m->stage_us, ago));
	if (m->boot_us != 0)
		append_cut(&a, "; boot %u of this log began %s", m->boots,
		    quantity_clock(m->boot_us, s->now_us, clock));
	if (m->files > 0)
		append_cut(&a, "; %u file%s, %s", m->files, m->files == 1 ?
		    "" : "s", quantity_bytes(m->bytes, ago));
	sheet_text(sheet, tones[need], 2, text);
}

static void
show_file(struct sheet *sheet, const struct machine *m, const struct scene *s)
{
	const struct title *t = titles_find(s->titles, m->name, m->address);
	char text[1024], size[QUANTITY_SIZE], rate[QUANTITY_SIZE];

	if (t != NULL)
		snprintf(text, sizeof(text), "Loads %s: %d%%, %s",
		    t->file, t->percent, quantity_rate(t->rate, rate));
	else if (m->file[0] != '\0' && m->file_bytes > 0)
		/* The line of one that failed has no rate. */
		snprintf(text, sizeof(text), "Last file: %s (%s), %s%s%s",
		    m->file, machine_file_name(m->file_is),
		    quantity_bytes(m->file_bytes, size),
		    m->file_rate > 0 ? ", " : "", m->file_rate > 0 ?
		    quantity_rate(m->file_rate, rate) : "");
	else if (m->file[0] != '\0')
		snprintf(text, sizeof(text), "Last file: %s", m->file);
	else
		snprintf(text, sizeof(text), "It has asked for no file.");
	sheet_text(sheet, TONE_PLAIN, 2, text);
}

static void
show_trouble(struct sheet *sheet, const struct machine *m,
    const struct scene *s, enum need need)
{
	const struct trouble *t = &m->trouble;
	char text[1024], clock[QUANTITY_SIZE], remedy[EVENTTEXT_SIZE];
	struct append a;

	if (t->time_us == 0) {
		snprintf(text, sizeof(text), "Stands still: %s",
		    eventtext_standing(m, s->now_us, remedy));
		sheet_text(sheet, need == NEED_PERSON ? TONE_BAD : TONE_PLAIN,
		    2, need == NEED_PERSON ? text : "No trouble in this boot.");
		return;
	}
	text[0] = '\0';
	a = append_begin(text, sizeof(text));
	append_cut(&a, "Trouble: %s at %s", eventtext_trouble(t),
	    quantity_clock(t->time_us, s->now_us, clock));
	if (t->file[0] != '\0')
		append_cut(&a, ", of %s", t->file);
	if (t->text[0] != '\0' && t->word[0] != '\0')
		append_cut(&a, ": %s", t->text);
	sheet_text(sheet, t->is_calm || need != NEED_PERSON ? TONE_PLAIN :
	    TONE_BAD, 2, text);
	if (eventtext_remedy(t, remedy) != NULL) {
		snprintf(text, sizeof(text), "What to do: %s", remedy);
		sheet_text(sheet, TONE_PLAIN, 2, text);
	}
}

static void
show_events(struct sheet *sheet, const struct board *b, const struct scene *s)
{
	unsigned long long place = s->history->n;
	const struct happened *e;
	char text[EVENTTEXT_SIZE + QUANTITY_SIZE + 8], clock[QUANTITY_SIZE];
	int is_older = 0;	/* it is of the boot before */

	while ((e = history_before(s->history, s->site, b->machine,
	    &place)) != NULL) {
		snprintf(text, sizeof(text), "%s  %s",
		    quantity_clock(e->time_us, s->now_us, clock), e->text);
		if (is_older)
			(void)sheet_line(sheet);
		sheet_text(sheet, e->is_bad ? TONE_BAD : TONE_PLAIN, 10, text);
		is_older = e->is_new_boot;
	}
}

static void
show_bottom(struct picture *p)
{
	picture_text(p, &p->line[p->height - 1], TONE_DIM,
	    "Esc back  arrows scroll  ? help");
}

/* No further than to the end. */
static void
keep_scrolled(struct board *b, const struct sheet *s)
{
	b->most = sheet_scrolls(s);
	if (b->scrolled > b->most)
		b->scrolled = b->most;
}

void
machineshow(struct board *b, const struct scene *s, struct picture *p)
{
	const struct machine *m = b->machine < s->site->machine_n ?
	    s->site->machine[b->machine] : NULL;
	struct sheet top, events;
	enum need need;
	unsigned from;

	if (p->height < 4 || p->width < 8 || m == NULL)
		return;
	need = board_row(m, s->titles, s->now_us).need;
	/* At least a third of a screen is for the events. */
	sheet_begin(&top, p, 0, p->height - 1 - p->height / 3, 0);
	show_who(&top, m);
	show_stage(&top, m, s, need);
	show_file(&top, m, s);
	show_trouble(&top, m, s, need);
	from = top.n < top.end ? (unsigned)top.n : top.end;
	picture_text(p, &p->line[from], TONE_HEAD,
	    "What happened, the newest first:");
	from++;
	b->lines = p->height - 1 - from;
	if (b->lines == 0)
		b->lines = 1;
	/* How far it scrolls is known once all was counted. */
	sheet_begin(&events, p, from, from, 0);
	show_events(&events, b, s);
	events.end = p->height - 1;
	keep_scrolled(b, &events);
	sheet_begin(&events, p, from, p->height - 1, b->scrolled);
	show_events(&events, b, s);
	show_bottom(p);
}

void
machineshow_help(struct board *b, struct picture *p)
{
	static const char *const text[] = {
		"Keys",
		"up, down     choose a machine; PgUp, PgDn, Home, End",
		"Enter        one machine: what happened, and what to do",
		"/            show machines with this text only: name, address, "
		    "stage, file, trouble",
		"Esc          back; show all machines again",
		"q            back, or quit",
		"",
		"Signs",
		"!            needs a person: see TROUBLE, and the lines below "
		    "the table",
		">            is sent a file by this host now",
		"",
		"Stages",
		"asks         its firmware asks for an address and a boot file",
		"told         it was told its boot file",
		"loader, configuration, kernel, initrd",
		"             what it was sent last",
		"silent       it asks, and gets no answer",
		"done         it has all that it boots",
		"",
		"AGO is since its last line in the log. % and RATE of a file "
		    "that is being sent are seen on the server only.",
	};
	struct sheet s;
	size_t i, pass;

	if (p->height < 4 || p->width < 8)
		return;
	b->lines = p->height - 1;
	for (pass = 0; pass < 2; pass++) {
		sheet_begin(&s, p, 0, pass == 0 ? 0 : p->height - 1,
		    b->scrolled);
		for (i = 0; i < sizeof(text) / sizeof(*text); i++)
			sheet_text(&s, text[i][0] >= 'A' && text[i][0] <= 'Z' &&
			    strchr(text[i], ' ') == NULL ? TONE_HEAD :
			    TONE_PLAIN, strstr(text[i], "  ") != NULL ? 13 : 0,
			    text[i]);
		s.end = p->height - 1;
		keep_scrolled(b, &s);
	}
	show_bottom(p);
}
