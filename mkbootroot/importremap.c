/*
 * A rule may become several lines; the map has room for 64.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file/system.h"
#include "mkbootroot/command.h"
#include "mkbootroot/foreign/tftphpa/hparule.h"
#include "mkbootroot/text/maptext.h"
#include "mkbootroot/text/mistake.h"
#include "mkbootroot/text/textfile.h"

struct writing {
	struct mistakes mistakes;
	unsigned line;		/* of the file */
	unsigned n;		/* lines written */
};

static void
print_text(enum map_field tag, const char *text)
{
	struct field f = { .tag = (unsigned char)tag, .text = text,
	    .n = strlen(text) };
	char buf[FIELD_TEXT_SIZE];

	printf(" %s", field_text(&f, buf, sizeof(buf)));
}

static void
print_rule(struct writing *w, const struct hparule *r)
{
	int i;

	if (w->n == REMAP_MAX) {
		mistake_add(&w->mistakes, w->line, "the map has room for %d "
		    "rules", REMAP_MAX);
		return;
	}
	w->n++;
	printf("remap -");
	print_text(FIELD_FROM, r->from);
	if (r->has_to)
		print_text(FIELD_TO, r->to);
	for (i = 0; i < REMAP_WORDS; i++)
		if (r->words[i])
			printf(" %s", remap_words[i]);
	putchar('\n');
}

/* Takes the lines of a rule; prints them if `print`. NULL, or the reason. */
static const char *
take_rule(struct writing *w, const char *line, int print)
{
	struct hparule r;
	const char *reason = hparule_parse(line, &r);

	while (reason == NULL && r.is_rule) {
		if (print)
			print_rule(w, &r);
		if (r.rest == NULL)
			return NULL;
		reason = hparule_next(&r);
	}
	return reason;
}

/* All lines of a rule or none. */
static void
translate(struct writing *w, const char *line)
{
	const char *reason = take_rule(w, line, 0);

	if (reason == NULL)
		take_rule(w, line, 1);
	else
		mistake_add(&w->mistakes, w->line, "not translated: the rule "
		    "%s", reason);
}

int
import_remap(const char *path)
{
	struct writing w = { .line = 0 };
	char *text, *line;
	size_t n, pos = 0;
	int code;

	if ((text = textfile_read(path, &n)) == NULL)
		return system_say("cannot read", textfile_name(path));
	while ((line = textfile_line(text, n, &pos)) != NULL) {
		w.line++;
		translate(&w, line);
	}
	code = w.mistakes.errors > 0;
	mistakes_print(&w.mistakes, textfile_name(path), 1, stderr);
	mistakes_free(&w.mistakes);
	free(text);
	return code;
}
