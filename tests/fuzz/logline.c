/*
 * Any bytes as lines of the log: what is read lies in the line, what is shown of it
 * harms no terminal, and each event is a line of JSON. The first bytes say what time
 * it is, and how much passes at the end.
 */
#include <jansson.h>
#include <string.h>

#include "mkbootroot/see/eventjson.h"
#include "mkbootroot/see/hookqueue.h"
#include "mkbootroot/see/machine.h"

#include "must.h"

#define HEAD 3
#define YEAR_US (365 * 86400 * INT64_C(1000000))

static void
must_lie_in(struct slice s, const char *line, size_t n)
{
	char plain[4 * 4096 + 1];
	json_t *text;

	if (s.n == 0)
		return;
	must(s.p >= line && (size_t)(s.p - line) <= n &&
	    s.n <= n - (size_t)(s.p - line), "a word that is not in the line");
	slice_plain(s, plain, sizeof(plain));
	for (const char *p = plain; *p != '\0'; p++)
		must((unsigned char)*p >= ' ' && *p != 0x7f,
		    "a control character");
	must((text = json_string(plain)) != NULL, "what is no UTF-8");
	json_decref(text);
	slice_plain(s, plain, 8);
	must(strlen(plain) < 8, "more than there is room for");
}

static void
must_be_whole(const struct logline *l, const char *line, size_t n)
{
	for (int i = 0; i < LOGLINE_KEYS; i++)
		must_lie_in(l->word[i], line, n);
	must_lie_in(l->host, line, n);
	must_lie_in(l->message, line, n);
	must_lie_in(l->answer, line, n);
	must_lie_in(l->id, line, n);
	must_lie_in(l->rest, line, n);
	must(l->kind != LOGLINE_TOLD || l->answer.n > 0, "told without answer");
	must(l->kind != LOGLINE_STALLED || l->word[LOGLINE_FILE].p != NULL,
	    "stalled without a file");
}

static void
on_event(void *arg, const struct event *e)
{
	char *text = eventjson_text(e);
	json_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);

	must(json != NULL, "an event that is no JSON");
	must(strchr(text, '\n') == text + strlen(text) - 1,
	    "an event that is no line");
	must((e->kind == EVENT_SERVER) == (e->machine == NULL),
	    "an event of nobody");
	must(e->machine == NULL || e->machine->boots == e->boot, "another boot");
	json_decref(json);
	hookqueue_put(arg, text);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct hookqueue queue = {.n = 0};
	int64_t now_us;
	struct site s;

	if (n < HEAD)
		return 0;
	now_us = 30 * YEAR_US + bytes[0] * (YEAR_US / 12);
	must(site_open(&s, on_event, &queue) == 0, "no memory");
	for (size_t at = HEAD, end; at < n; at = end + 1) {
		char *line;
		struct logline l;

		for (end = at; end < n && bytes[end] != '\n'; end++)
			;
		line = (char *)exact_copy(bytes + at, end - at);
		logline_read(line, end - at, now_us, &l);
		must_be_whole(&l, line, end - at);
		must(site_take(&s, &l) == 0, "no memory");
		free(line);
	}
	site_pass(&s, s.last_us + bytes[1] * INT64_C(10000000));
	for (size_t i = 0; i < s.machine_n; i++)
		(void)machine_stands(s.machine[i], s.last_us);
	(void)hookqueue_drops(&queue);
	hookqueue_close(&queue);
	site_close(&s);
	return 0;
}
