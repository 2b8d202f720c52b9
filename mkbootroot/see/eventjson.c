/*
 * Members stand in one order, and only where there is something to say.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mkbootroot/see/eventjson.h"

#define TIME_SIZE 40
#define US 1000000
#define DIGITS 12	/* more would show how seconds are kept */

/* A member that has no memory makes the whole fail, once it is written. */
struct object {
	json_t *json;
	int failed;
};

static void
put(struct object *o, const char *name, json_t *value)
{
	if (json_object_set_new(o->json, name, value) == -1)
		o->failed = 1;
}

static void
text(struct object *o, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		put(o, name, json_string(value));
}

static void
number(struct object *o, const char *name, uint64_t value)
{
	put(o, name, json_integer((json_int_t)value));
}

/* "2026-11-28T04:16:21.123456Z" */
static void
moment(struct object *o, const char *name, int64_t time_us)
{
	int64_t seconds = time_us / US, rest = time_us % US;
	char day[TIME_SIZE], whole[2 * TIME_SIZE];
	time_t t;
	struct tm tm;

	if (rest < 0) {
		seconds--;
		rest += US;
	}
	t = (time_t)seconds;
	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &tm) == 0)
		return;
	snprintf(whole, sizeof(whole), "%s.%06dZ", day, (int)rest);
	text(o, name, whole);
}

static struct object
begin(const char *kind, int64_t time_us)
{
	struct object o = {.json = json_object()};

	if (o.json == NULL) {
		o.failed = 1;
		return o;
	}
	number(&o, "format", LOGLINE_FORMAT);
	text(&o, "event", kind);
	moment(&o, "time", time_us);
	return o;
}

static char *
finish(struct object *o)
{
	char *line, *flat = o->failed ? NULL : json_dumps(o->json,
	    JSON_COMPACT | JSON_REAL_PRECISION(DIGITS));
	size_t n;

	json_decref(o->json);
	if (flat == NULL)
		return NULL;
	n = strlen(flat);
	if ((line = realloc(flat, n + 2)) == NULL) {
		free(flat);
		return NULL;
	}
	memcpy(line + n, "\n", 2);
	return line;
}

static void
machine(struct object *o, const struct machine *m, unsigned boot)
{
	text(o, "name", m->name);
	text(o, "mac", m->mac);
	text(o, "id", m->uuid);
	text(o, "address", m->address);
	text(o, "arch", m->arch);
	text(o, "stage", machine_stage_name(m->stage));
	number(o, "boot", boot);
}

static void
word(struct object *o, const char *name, struct slice value)
{
	char plain[MACHINE_FILE_SIZE];

	text(o, name, slice_plain(value, plain, sizeof(plain)));
}

static void
file(struct object *o, const struct event *e)
{
	const struct logline *l = e->line;
	double n;

	word(o, "file", l->word[LOGLINE_FILE]);
	if (l->word[LOGLINE_FILE].n == 0 || l->answer.n > 0)
		return;
	text(o, "is", machine_file_name(e->file_is));
	word(o, "generated", l->word[LOGLINE_GENERATED]);
	if (l->word[LOGLINE_BYTES].n > 0)
		number(o, "bytes", e->bytes);
	if (l->word[LOGLINE_SECONDS].n > 0)
		put(o, "seconds", json_real(e->seconds));
	if ((n = logline_number(l, LOGLINE_RESENT)) > 0 && n < 1e18)
		number(o, "resent", (uint64_t)n);
}

static void
trouble(struct object *o, const struct trouble *t)
{
	text(o, t->is_hint ? "hint" : "reason", t->word);
	text(o, "text", t->text);
	text(o, "remedy", t->remedy);
	put(o, "calm", json_boolean(t->is_calm));
}

char *
eventjson_text(const struct event *e)
{
	struct object o = begin(event_kind_name(e->kind), e->time_us);

	if (e->line != NULL) {
		text(&o, "program", logline_program_name(e->line->program));
		word(&o, "host", e->line->host);
	}
	if (e->machine != NULL)
		machine(&o, e->machine, e->boot);
	if (e->is_new_boot)
		put(&o, "begins", json_true());
	if (e->line != NULL) {
		word(&o, "answer", e->line->answer.n > 0 &&
		    e->line->kind == LOGLINE_TOLD ? e->line->answer :
		    (struct slice){NULL, 0});
		file(&o, e);
		word(&o, "by", e->line->word[LOGLINE_BY]);
		word(&o, "once", e->line->word[LOGLINE_ONCE]);
	}
	if (e->trouble != NULL)
		trouble(&o, e->trouble);
	else if (e->line != NULL && e->kind == EVENT_SERVER)
		word(&o, "text", e->line->message);
	return finish(&o);
}

char *
eventjson_dropped(unsigned long n, int64_t now_us)
{
	struct object o = begin("dropped", now_us);

	number(&o, "events", n);
	return finish(&o);
}
