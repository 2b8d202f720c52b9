/*
 * A hundred thousand lines boot few images: which of them need no trial of their own.
 */
#include "mkbootroot/check/mapsame.h"

/* Whether words of the entry itself, but for args=, shape what it boots. */
static int
has_own_files(const struct mapentry *e)
{
	return entry_has(e, FIELD_KERNEL) || entry_has(e, FIELD_INITRD) ||
	    entry_has(e, FIELD_KERNEL_ARCH) ||
	    entry_has(e, FIELD_INITRD_ARCH) || entry_has(e, FIELD_CLASS) ||
	    entry_has(e, FIELD_PRESEED) || entry_has(e, FIELD_HTTP) ||
	    check_has_bootfile(e);
}

static int
has_own_words(const struct mapentry *e)
{
	return entry_has(e, FIELD_ARGS) || entry_has(e, FIELD_ANSWERS) ||
	    has_own_files(e);
}

int
same_has_words(const struct check *c, const struct mapentry *e)
{
	const struct mapentry *group = entry_group(c->text, e);

	return has_own_words(e) || (group != NULL && has_own_words(group));
}

/* Whether args= of a record, given or found, say something else to each client. */
static int
has_variables_in(const struct record *r)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1)
		if (f.tag == FIELD_ARGS && variables_in(f.text, f.n) != 0)
			return 1;
	return 0;
}

int
same_as_group(const struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	const struct mapentry *group = entry_group(c->text, e);
	struct record r;

	if (group == NULL || has_own_words(e) || check_acting(c, e) != group ||
	    (u != NULL && has_variables_in(&u->record)))
		return 0;
	entry_record(c->text, group, &r);
	return !has_variables_in(&r);
}

/* Whether a character is special in no language inside of a word. */
static int
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '=' || c == '.' || c == ',' ||
	    c == ':' || c == '/' || c == '_' || c == '+' || c == '-';
}

static size_t
plain_args_of(const struct check *c, const struct mapentry *e)
{
	int begins = 1;		/* a word, of which none begins with "-" */
	struct record r;
	struct field f;
	size_t i;

	if (has_own_files(e) || !entry_has(e, FIELD_ARGS))
		return 0;
	entry_record(c->text, e, &r);
	record_field(&r, FIELD_ARGS, &f);
	for (i = 0; i < f.n; i++) {
		/* One blank between words. */
		if (begins ? f.text[i] == '-' || !is_plain(f.text[i]) :
		    f.text[i] != ' ' && !is_plain(f.text[i]))
			return 0;
		begins = f.text[i] == ' ';
	}
	return f.n;
}

size_t
same_plain_args(const struct check *c, const struct mapentry *e)
{
	const struct mapentry *group = entry_group(c->text, e);
	size_t own, more;

	if (group == NULL || !has_own_words(group))
		return plain_args_of(c, e);
	if ((more = plain_args_of(c, group)) == 0 || !has_own_words(e))
		return more;
	own = plain_args_of(c, e);
	return own == 0 ? 0 : more + 1 + own;
}
