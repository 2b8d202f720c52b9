/*
 * What the log said, with the words that a person needs.
 */
#include <bsd/string.h>
#include <stdio.h>

#include "daemon/append.h"
#include "mkbootroot/see/eventtext.h"
#include "mkbootroot/see/quantity.h"

const char *
eventtext_machine(const struct machine *m)
{
	if (m->name[0] != '\0')
		return m->name;
	if (m->mac[0] != '\0')
		return m->mac;
	if (m->address[0] != '\0')
		return m->address;
	return m->uuid[0] != '\0' ? m->uuid : "?";
}

const char *
eventtext_trouble(const struct trouble *t)
{
	if (t->word[0] != '\0')
		return t->word;
	return t->text[0] != '\0' ? t->text : logline_kind_name(t->kind);
}

const char *
eventtext_remedy(const struct trouble *t, char buf[EVENTTEXT_SIZE])
{
	char *mark;

	if (t->remedy == NULL)
		return NULL;
	strlcpy(buf, t->remedy, EVENTTEXT_SIZE);
	/* A page marks commands and words so. */
	for (mark = buf; (mark = strchr(mark, '`')) != NULL; mark++)
		*mark = '"';
	return buf;
}

const char *
eventtext_standing(const struct machine *m, int64_t now_us,
    char buf[EVENTTEXT_SIZE])
{
	char ago[QUANTITY_SIZE];

	quantity_span(now_us - m->last_us, ago);
	if (m->stage == MACHINE_TOLD)
		snprintf(buf, EVENTTEXT_SIZE, "%s was told its boot file, and "
		    "has not asked for it for %s: look whether tftpd runs "
		    "(systemctl status tftpd.socket), or httpd, and whether a "
		    "firewall stops the request", eventtext_machine(m), ago);
	else
		snprintf(buf, EVENTTEXT_SIZE, "%s has asked for nothing for "
		    "%s, and has not loaded all that it boots: look at its "
		    "screen, unless it loads something large",
		    eventtext_machine(m), ago);
	return buf;
}

/* A word of the line, behind what stands before it. */
static void
add_word(struct append *a, const struct event *e, const char *before,
    enum logline_key key, const char *behind)
{
	char text[MACHINE_FILE_SIZE];

	if (e->line != NULL && e->line->word[key].n > 0)
		append_cut(a, "%s%s%s", before, slice_plain(e->line->word[key],
		    text, sizeof(text)), behind);
}

static void
add_amount(struct append *a, const struct event *e)
{
	char text[QUANTITY_SIZE];

	append_cut(a, ", %s", quantity_bytes(e->bytes, text));
	if (e->seconds > 0)
		append_cut(a, " in %.*f s", e->seconds < 10 ? 1 : 0,
		    e->seconds);
	if (e->rate > 0)
		append_cut(a, ", %s", quantity_rate(e->rate, text));
	if (e->line != NULL && logline_number(e->line, LOGLINE_RESENT) > 0)
		add_word(a, e, ", ", LOGLINE_RESENT, " packets repeated");
}

/* Why, with the sentence of the log where it has one. */
static void
add_reason(struct append *a, const struct event *e)
{
	char text[MACHINE_TEXT_SIZE];
	const char *before = ": ";

	add_word(a, e, before, LOGLINE_HINT, "");
	if (e->line != NULL && e->line->word[LOGLINE_HINT].n == 0)
		add_word(a, e, before, LOGLINE_REASON, "");
	add_word(a, e, ", the client says ", LOGLINE_SAID, "");
	if (e->line != NULL && e->line->rest.n > 0)
		append_cut(a, "%s%s", before, slice_plain(e->line->rest, text,
		    sizeof(text)));
}

static void
add_told(struct append *a, const struct event *e)
{
	char text[32];

	append_cut(a, "told");
	add_word(a, e, " ", LOGLINE_FILE, "");
	add_word(a, e, " of ", LOGLINE_SERVER, "");
	if (e->line != NULL)
		append_cut(a, " by %s", slice_plain(e->line->answer, text,
		    sizeof(text)));
	add_word(a, e, ", address ", LOGLINE_IP, "");
	add_word(a, e, ", hint: ", LOGLINE_HINT, "");
}

/* Of a server: what the program wrote is the sentence. */
static void
add_server(struct append *a, const struct event *e)
{
	char text[EVENTTEXT_SIZE];

	if (e->line != NULL)
		append_cut(a, "%s: %s", logline_program_name(e->line->program),
		    slice_plain(e->line->message, text, sizeof(text)));
}

char *
eventtext(const struct event *e, char buf[EVENTTEXT_SIZE])
{
	struct append a;

	buf[0] = '\0';
	a = append_begin(buf, EVENTTEXT_SIZE);
	switch (e->kind) {
	case EVENT_TOLD:
		add_told(&a, e);
		break;
	case EVENT_SENT:
	case EVENT_RECEIVED:
		append_cut(&a, "%s", event_kind_name(e->kind));
		add_word(&a, e, " ", LOGLINE_FILE, "");
		add_amount(&a, e);
		break;
	case EVENT_BOOTED:
		append_cut(&a, "has all that it boots");
		break;
	case EVENT_DONE:
		append_cut(&a, "says that it is done");
		break;
	case EVENT_SERVER:
		add_server(&a, e);
		break;
	default:
		append_cut(&a, "%s", event_kind_name(e->kind == EVENT_UNKNOWN ?
		    EVENT_SILENT : e->kind));
		add_word(&a, e, " ", LOGLINE_FILE, "");
		add_reason(&a, e);
		break;
	}
	return buf;
}
