/*
 * A record's words lie in the map as they were merged: by the place of a text one
 * sees whose it is.
 */
#include <stdio.h>

#include "map/level.h"
#include "mkbootroot/explain/explainorigin.h"

static const char *
level_name(const struct client *c, enum client_level level)
{
	switch (level) {
	case CLIENT_OF_GROUP:
		return "the group";
	case CLIENT_OF_IMAGE:
		return "the image";
	case CLIENT_OF_NET:
		return "the net";
	case CLIENT_OF_DEFAULT:
		return "default";
	default:
		return c->rule == RULE_DEFAULT ? "default" :
		    c->rule == RULE_NET ? "the net" : "the client's record";
	}
}

static int
lies_in(const struct record *r, const void *text)
{
	const unsigned char *t = text;

	return r->bytes != NULL && t >= r->bytes && t < r->bytes + r->n;
}

static void
print_line(const struct explainwords *w, unsigned line)
{
	char where[ORIGIN_SIZE];

	if (line > 0)
		printf(", %s", explainline_place(w->lines, line, where));
}

void
explain_level(const struct explainwords *w, enum client_level level)
{
	const struct record *r[CLIENT_LEVELS];

	level_records(w->c, r);
	printf("%s", level_name(w->c, level));
	print_line(w, explainline_of(w->lines, r[level]));
}

void
explain_origin(const struct explainwords *w, const char *text)
{
	const struct record *r[CLIENT_LEVELS];

	level_records(w->c, r);
	for (int i = 0; i < CLIENT_LEVELS; i++)
		if (lies_in(r[i], text)) {
			printf("%s", level_name(w->c, (enum client_level)i));
			print_line(w, explainline_of_text(w->lines, r[i], text));
			return;
		}
	if (!lies_in(&w->c->loaders_record, text)) {
		printf("the map");
		return;
	}
	printf("the image loaders");
	print_line(w, explainline_of_text(w->lines, &w->c->loaders_record, text));
}

void
explain_text(const struct explainwords *w, const char *word, const char *text,
    const char *note)
{
	if (text == NULL)
		return;
	printf("  %s=%s: from ", word, text);
	explain_origin(w, text);
	printf("%s\n", note);
}

void
explain_each(const struct explainwords *w, void (*word)(void *, enum client_level,
    enum client_use, const struct field *), void *of)
{
	const struct client_trace trace = { .word = word, .of = of };
	struct client again;

	/* It was found before. */
	(void)client_tell(w->m, w->who, &again, &trace);
}
