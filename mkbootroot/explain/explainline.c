/*
 * The text is read as the compiler reads it; its mistakes are the compiler's to say.
 */
#include <string.h>

#include "mkbootroot/explain/explainline.h"

void
explainline_open(struct explainline *l, const char *path)
{
	memset(l, 0, sizeof(*l));
	mapfile_begin(&l->text, &l->mistakes);
	if (path == NULL || strcmp(path, "-") == 0)
		return;
	if (clients_read(&l->source, &l->text, path) == 0)
		l->name = path;
}

void
explainline_close(struct explainline *l)
{
	mapfile_free(&l->text);
	clients_read_free(&l->source);
	mistakes_free(&l->mistakes);
}

/* The next field that stands in the line, and that the map has as it stands there. */
static int
next_given(const struct record *r, size_t *pos, struct field *f)
{
	int more;

	while ((more = record_next(r, pos, f)) == 1 &&
	    (f->found || f->tag == FIELD_ANSWERS))
		;
	return more == 1;
}

/* The path of answers= behind its kind, which is empty where a line says none. */
static const char *
answers_path(const struct field *f)
{
	const char *colon = strchr(f->text, ':');

	return colon == NULL ? f->text : colon + 1;
}

/* Whether a line names this file of answers, or its folder. */
static int
names_answers(const struct record *line, const char *path)
{
	struct field f;
	const char *said;
	size_t pos = 0, n;

	while (record_next(line, &pos, &f) == 1) {
		if (f.tag != FIELD_ANSWERS)
			continue;
		said = answers_path(&f);
		n = strlen(said);
		while (n > 1 && said[n - 1] == '/')
			n--;
		if (strncmp(path, said, n) == 0 &&
		    (path[n] == '\0' || path[n] == '/'))
			return 1;
	}
	return 0;
}

/* The map has each file of answers with its kind, and a folder as its files. */
static int
has_same_answers(const struct record *map, const struct record *line)
{
	struct field f;
	size_t pos = 0;

	while (record_next(map, &pos, &f) == 1)
		if (f.tag == FIELD_ANSWERS && !f.found &&
		    !names_answers(line, answers_path(&f)))
			return 0;
	return record_field(map, FIELD_ANSWERS, &f) ==
	    record_field(line, FIELD_ANSWERS, &f);
}

static int
says_the_same(const struct record *a, const struct record *b)
{
	size_t at = 0, bt = 0;
	struct field f, g;
	int more;

	do {
		more = next_given(a, &at, &f);
		if (next_given(b, &bt, &g) != more)
			return 0;
		if (more && (f.tag != g.tag || f.arch != g.arch ||
		    f.n != g.n || memcmp(f.text, g.text, f.n) != 0))
			return 0;
	} while (more);
	return 1;
}

/* Whether this line is of the record, and says the same. */
static int
is_line_of(const struct explainline *l, const struct mapentry *e,
    const struct record *r)
{
	struct record given;

	if (e->bad || e->key_n != r->key_n ||
	    memcmp(entry_key(&l->text, e), r->key, r->key_n) != 0)
		return 0;
	entry_record(&l->text, e, &given);
	return says_the_same(r, &given) && has_same_answers(r, &given);
}

unsigned
explainline_of(const struct explainline *l, const struct record *r)
{
	const struct mapentry *e = l->text.entry;
	const struct mapentry *end = e + (l->name == NULL ? 0 : l->text.n);

	if (r->bytes == NULL)
		return 0;
	for (; e < end; e++)
		if (is_line_of(l, e, r))
			return e->line;
	return 0;
}

int
explainline_is_behind(const struct explainline *l, const struct map *m)
{
	const struct mapentry *e = l->text.entry;
	const struct mapentry *end = e + (l->name == NULL ? 0 : l->text.n);
	struct record r;

	if (l->name == NULL)
		return 0;
	for (; e < end; e++)
		if (map_find(m, entry_key(&l->text, e), e->key_n, &r) != 1 ||
		    !is_line_of(l, e, &r))
			return 1;
	return l->mistakes.errors > 0;
}

int
explainline_is_gone(const struct explainline *l, const struct record *r)
{
	struct field f;
	size_t pos = 0;

	return l->name != NULL && r->bytes != NULL && next_given(r, &pos, &f) &&
	    explainline_of(l, r) == 0;
}

unsigned
explainline_of_text(const struct explainline *l, const struct record *r,
    const char *text)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1)
		if (f.found && f.text == text)
			return 0;
	return explainline_of(l, r);
}

char *
explainline_place(const struct explainline *l, unsigned line,
    char buf[ORIGIN_SIZE])
{
	return origin_place(&l->source.origins, l->name, line, buf);
}
