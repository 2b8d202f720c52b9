/*
 * answers= of each line: the kinds are seen, and a folder becomes its files.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file/lastpart.h"
#include "map/answers.h"
#include "mkbootroot/check/mapanswers.h"
#include "mkbootroot/text/mapvalue.h"
#include "mkbootroot/text/wordanswers.h"

/* A line while its answers= are looked at. */
struct line {
	struct check *c;
	struct mapentry *e;
	const char *image;	/* where relative paths lie; NULL: nowhere */
	enum answers_kind kind[ANSWERS_MAX];
	const char *text[ANSWERS_MAX];	/* as the line has them; of a folder,
					   its files */
	char *made[ANSWERS_MAX];	/* what of them is to be freed */
	size_t n;
	const char *folder[ANSWERS_MAX];	/* folders that the line has, and */
	size_t folder_at[ANSWERS_MAX];	/* which file is the first of each */
	size_t folders;
	int is_full;		/* that there are more than ANSWERS_MAX was said */
};

/* The path of a text from the boot root. 0; -1: it has none, which is said. */
static int
path_of(struct line *l, const char *text, char path[CLIENT_PATH_SIZE])
{
	int n;

	if (text[0] != '/' && l->image == NULL) {
		mapanswers_say(l->c, l->e, "answers=%s is relative, and the "
		    "line has no image: begin it with /", text);
		return -1;
	}
	n = text[0] == '/' ? snprintf(path, CLIENT_PATH_SIZE, "%s",
	    text + strspn(text, "/")) :
	    snprintf(path, CLIENT_PATH_SIZE, "%s/%s", l->image, text);
	if (n >= 0 && n < CLIENT_PATH_SIZE && n <= MAP_TEXT_MAX)
		return 0;
	mapanswers_say(l->c, l->e, "answers=%s: its path is too long", text);
	return -1;
}

/* Adds a file to the line, of which text is copied if it does not stand in it. 0; -1: errno. */
static int
add(struct line *l, enum answers_kind kind, const char *text, int is_own)
{
	if (l->n == ANSWERS_MAX && !l->is_full)
		mapanswers_say(l->c, l->e, "more than %d files of answers",
		    ANSWERS_MAX);
	if (l->n == ANSWERS_MAX) {
		l->is_full = 1;
		return 0;
	}
	l->made[l->n] = NULL;
	if (!is_own && (l->made[l->n] = strdup(text)) == NULL)
		return -1;
	l->kind[l->n] = kind;
	l->text[l->n] = is_own ? text : l->made[l->n];
	l->n++;
	return 0;
}

/* Whether a kind is one that an installer begins with. */
static int
is_main(enum answers_kind kind)
{
	return kind != ANSWERS_NONE && kind < ANSWERS_META_DATA;
}

/* A file in a folder; what is of no kind stands beside the others. */
static int
add_of_folder(struct line *l, const char *folder, const char *name,
    enum answers_kind said, int *mains)
{
	char text[CLIENT_PATH_SIZE], path[CLIENT_PATH_SIZE];
	const struct answers_file *f;
	const char *reason;
	enum answers_kind kind;

	snprintf(text, sizeof(text), "%s/%s", folder, name);
	if ((reason = value_path(text)) != NULL) {
		mapanswers_say(l->c, l->e, "answers=%s %s", text, reason);
		return 0;
	}
	if (path_of(l, text, path) == -1)
		return 0;
	if ((f = mapanswers_file(l->c, l->e, path, ANSWERS_NONE)) == NULL)
		return -1;
	if (f->is_folder) {
		mapanswers_say(l->c, l->e, "answers=%s: a folder in a folder of "
		    "answers: name it by itself", text);
		return 0;
	}
	kind = f->read.kind == ANSWERS_NONE ? ANSWERS_FILE : f->read.kind;
	*mains += is_main(kind) && (said == ANSWERS_NONE || kind == said);
	return add(l, kind, text, 0);
}

static int
add_folder(struct line *l, const char *text, const char *path,
    enum answers_kind said)
{
	char **names = NULL;
	size_t n = 0, i;
	int result = mapanswers_folder(l->c->rootfd, path, &names, &n), mains = 0;
	char list[WORDANSWERS_LIST_SIZE];

	l->folder[l->folders] = text;
	l->folder_at[l->folders++] = l->n;
	if (l->n + n > ANSWERS_MAX) {
		mapanswers_say(l->c, l->e, "answers=%s: it has %zu files: more "
		    "than %d files of answers", text, n, ANSWERS_MAX);
		l->is_full = 1;
	}
	for (i = 0; i < n; i++) {
		if (result == 0 && l->n < ANSWERS_MAX)
			result = add_of_folder(l, text, names[i], said, &mains);
		free(names[i]);
	}
	free(names);
	if (result == 0 && mains == 0 && !l->e->bad)
		mapanswers_say(l->c, l->e, "answers=%s: no file in this folder "
		    "is %s%s", text, said == ANSWERS_NONE ? "of a kind that is "
		    "known: there are " : "", said == ANSWERS_NONE ?
		    wordanswers_list(list) : answers_word(said));
	return result;
}

/* One answers= of the line. */
static int
add_text(struct line *l, enum answers_kind said, const char *text)
{
	char path[CLIENT_PATH_SIZE], list[WORDANSWERS_LIST_SIZE];
	const struct answers_file *f;
	enum answers_kind kind;

	if (path_of(l, text, path) == -1)
		return 0;
	if ((f = mapanswers_file(l->c, l->e, path, said)) == NULL)
		return -1;
	if (f->is_folder)
		return add_folder(l, text, path, said);
	kind = said != ANSWERS_NONE ? said : f->read.kind;
	if (kind == ANSWERS_NONE && f->read.mistakes == 0)
		mapanswers_say(l->c, l->e, "answers=%s: its content does not "
		    "show its kind: write answers=KIND:%s; there are %s", text, text,
		    wordanswers_list(list));
	if (said != ANSWERS_NONE && f->read.kind != said)
		mapanswers_say(l->c, l->e, "answers=%s:%s, and another line "
		    "has it as %s", answers_word(said), text,
		    answers_word(f->read.kind));
	/* They were told for the first line that names it. */
	l->e->bad |= f->read.mistakes > 0;
	return kind == ANSWERS_NONE ? 0 : add(l, kind, text, 1);
}

static const char *
name_of(const struct line *l, size_t i)
{
	const char *name = answers_name(l->kind[i]);

	return name == NULL ? last_part(l->text[i]) : name;
}

/* Two that would have one name, or one place. */
static void
compare(struct line *l)
{
	for (size_t i = 1; i < l->n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(name_of(l, i), name_of(l, k)) == 0)
				mapanswers_say(l->c, l->e, "answers=%s and "
				    "answers=%s: a client can ask for only one "
				    "%s",
				    l->text[k], l->text[i], name_of(l, i));
			else if (answers_way(l->kind[i]) == ANSWERS_IN_INITRD &&
			    answers_way(l->kind[k]) == ANSWERS_IN_INITRD)
				mapanswers_say(l->c, l->e, "answers=%s and "
				    "answers=%s: one of them can be in the "
				    "initrd", l->text[k], l->text[i]);
	for (size_t i = 0; i < l->n; i++)
		if (answers_way(l->kind[i]) == ANSWERS_IN_INITRD &&
		    entry_has(l->e, FIELD_PRESEED))
			mapanswers_say(l->c, l->e, "preseed= and answers=%s: "
			    "one of them can be in the initrd", l->text[i]);
}

/* The record's length with one more; 0: it does not fit. */
static size_t
append_answers(unsigned char record[MAP_RECORD_MAX], size_t n,
    const char *word, const char *path)
{
	char text[MAP_TEXT_MAX + 1];
	const int len = snprintf(text, sizeof(text), "%s:%s", word, path);

	return n == 0 || len < 0 || (size_t)len >= sizeof(text) ? 0 :
	    record_append(record, MAP_RECORD_MAX, n, FIELD_ANSWERS, 0, text,
	    (size_t)len);
}

/* The line's record, with what was found out. 0; -1: errno. */
static int
write_back(struct line *l)
{
	unsigned char record[MAP_RECORD_MAX];
	size_t n = RECORD_START, pos = 0;
	struct record r;
	struct field f;

	entry_record(l->c->text, l->e, &r);
	while (n > 0 && record_next(&r, &pos, &f) == 1)
		if (f.tag != FIELD_ANSWERS)
			n = record_append(record, sizeof(record), n, f.tag,
			    f.arch, f.text, f.n);
	for (size_t i = 0; n > 0 && i < l->n; i++) {
		for (size_t k = 0; k < l->folders; k++)
			if (l->folder_at[k] == i)
				n = append_answers(record, n, "folder",
				    l->folder[k]);
		n = append_answers(record, n, answers_word(l->kind[i]),
		    l->text[i]);
	}
	if (n > 0)
		return entry_replace(l->c->text, l->e, record, n);
	mapanswers_say(l->c, l->e, "the line has too many words");
	return 0;
}

static int
look_at_line(struct check *c, struct mapentry *e)
{
	struct line l = {.c = c, .e = e};
	char name[MAP_KEY_MAX];
	enum answers_kind kind;
	const char *path;
	struct record r;
	struct field f;
	size_t pos = 0;
	int result = 0;

	l.image = entry_image(c->text, e, name);
	if (l.image == NULL)
		l.image = check_image_of(c, e);
	entry_record(c->text, e, &r);
	while (result == 0 && record_next(&r, &pos, &f) == 1) {
		if (f.tag != FIELD_ANSWERS)
			continue;
		if (strcmp(f.text, MAP_NONE) == 0)
			return 0;
		kind = answers_take(f.text, &path);
		result = add_text(&l, kind, kind == ANSWERS_NONE ? f.text + 1 :
		    path);
	}
	compare(&l);
	if (result == 0 && !e->bad)
		result = write_back(&l);
	for (size_t i = 0; i < l.n; i++)
		free(l.made[i]);
	return result;
}

int
check_answers(struct check *c)
{
	struct mapentry *e;
	int result = 0;

	for (size_t i = 0; i < c->text->n && result == 0; i++) {
		e = &c->text->entry[i];
		if (entry_has(e, FIELD_ANSWERS)) {
			c->has_answers = 1;
			result = look_at_line(c, e);
		}
	}
	return result == 0 && c->has_answers ? mapanswers_lent(c) : result;
}
