/*
 * A word's row.
 */
#include <string.h>

#include "mkbootroot/see/remedy.h"
#include "mkbootroot/see/remedytable.h"

/* "client-error-8" is "client-error-N". */
static int
is_word(struct slice of_table, struct slice word)
{
	size_t n = of_table.n;

	if (!slice_ends(of_table, "-N"))
		return n == word.n && memcmp(of_table.p, word.p, n) == 0;
	n--;
	if (word.n <= n || memcmp(of_table.p, word.p, n) != 0)
		return 0;
	for (; n < word.n; n++)
		if (word.p[n] < '0' || word.p[n] > '9')
			return 0;
	return 1;
}

static int
has(const struct remedy_row *row, struct slice word)
{
	struct slice words = {row->words, strlen(row->words)};

	while (words.n > 0)
		if (is_word(slice_word(&words), word))
			return 1;
	return 0;
}

static const char *
look(enum logline_program program, int is_hint, struct slice word)
{
	const struct remedy_row *row;

	for (size_t i = 0; (row = remedytable_row(i)) != NULL; i++)
		if (row->is_hint == is_hint && (row->program == program ||
		    program == LOGLINE_NOBODY) && has(row, word))
			return row->remedy;
	return NULL;
}

const char *
remedy_of_reason(enum logline_program program, struct slice word)
{
	const char *remedy = look(program, 0, word);

	/* What tftpd has as well is only there. */
	return remedy == NULL && program == LOGLINE_HTTPD ?
	    look(LOGLINE_TFTPD, 0, word) : remedy;
}

const char *
remedy_of_hint(enum logline_program program, struct slice word)
{
	return look(program, 1, word);
}

int
remedy_is_calm(const char *remedy)
{
	return strncmp(remedy, "Nothing", strlen("Nothing")) == 0 ||
	    strstr(remedy, " Do nothing") != NULL;
}
