/*
 * Any bytes as the answers of an installer: they are of a kind or of none, and what
 * is wrong with them as each of the kinds is said with a line that they have. What
 * the kernel is told fits.
 */
#include <string.h>

#include "map/answersname.h"
#include "must.h"
#include "mkbootroot/answers/answersalias.h"
#include "mkbootroot/answers/answerscheck.h"
#include "mkbootroot/answers/answersform.h"
#include "mkbootroot/answers/answerskind.h"
#include "mkbootroot/answers/answersplain.h"

static void
say(void *arg, enum answers_weight weight, unsigned line, const char *what)
{
	const unsigned *lines = arg;

	(void)weight;
	must(line <= *lines, "a line that is not there");
	must(*what != '\0' && strlen(what) < 256, "no mistake");
}

static void
tell(enum answers_kind kind, const char *text)
{
	char args[CLIENT_ARGS_SIZE];

	memset(args, 'x', sizeof(args));
	memcpy(args, text, strnlen(text, sizeof(args) - 1));
	args[strnlen(text, sizeof(args) - 1)] = '\0';
	answers_add_args(kind, args, sizeof(args));
	must(strlen(args) < sizeof(args), "too much for args=");
}

/*
 * A tree of YAML, a byte for each event: ( opens a list, and a capital letter one with
 * that name for an anchor, ) closes it, a small letter is an alias, + a value, = has an
 * anchor that is new each time, ~ one that is too long, ; begins a document.
 */
static void
follow(const char *text, size_t n)
{
	struct answersalias *a = calloc(1, sizeof(*a));
	char name[ANSWERSALIAS_NAME_SIZE + 1] = "";
	unsigned long before;
	unsigned line = 1;

	must(a != NULL, "no memory");
	a->may_be_twice = n > 0 && text[0] == '!';
	for (size_t i = 0; i < n; i++, line++) {
		const char c = text[i];
		const int is_anchor = c >= 'A' && c <= 'Z';

		before = a->values;
		snprintf(name, sizeof(name), "%c", c | 0x20);
		if (c == '=')
			snprintf(name, sizeof(name), "=%zu", i);
		if (c == '~')
			memset(name, 'x', sizeof(name) - 1);
		if (c == ';')
			answersalias_begin(a);
		else if (c >= 'a' && c <= 'z')
			answersalias_take(a, name, line);
		else if ((c == '(' || is_anchor) && a->depth < 100)
			must(answersalias_open(a, is_anchor ? name : NULL) ==
			    NULL || !a->may_be_twice, "twice, and it may be");
		else if (c == ')' && a->depth > 0)
			answersalias_close(a);
		else if (c == '+' || c == '=' || c == '~') {
			answersalias_open(a, c == '+' ? NULL : name);
			answersalias_close(a);
		}
		must(a->values >= before && a->values <=
		    ANSWERSALIAS_VALUES_MAX + 1 && a->anchors <=
		    ANSWERSALIAS_ANCHORS, "more than is counted");
		must((a->many_line != 0) == (a->values >
		    ANSWERSALIAS_VALUES_MAX), "too many without a word");
	}
	free(a);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
{
	char *text = malloc(n + 1);
	unsigned lines = 2;
	unsigned char mac[6];
	const char *rest;

	must(text != NULL, "no memory");
	memcpy(text, data, n);
	text[n] = '\0';
	for (size_t i = 0; i < n; i++)
		lines += text[i] == '\n';
	must(answers_see("user-data", text, n) < ANSWERS_KINDS &&
	    answers_see("x", text, n) < ANSWERS_KINDS &&
	    answers_see("meta-data", text, n) < ANSWERS_KINDS, "a strange kind");
	for (int i = 1; i < ANSWERS_KINDS; i++) {
		answers_check((enum answers_kind)i, text, n, say, &lines);
		must(answers_form((enum answers_kind)i, "x", text, n, say,
		    &lines) == (enum answers_kind)i, "another kind than is said");
		tell((enum answers_kind)i, text);
		/* What goes into an initrd is read line by line. */
		must(answers_way((enum answers_kind)i) != ANSWERS_IN_INITRD ||
		    !answers_may_have_cr((enum answers_kind)i),
		    "a CR that is a part of the text");
	}
	must(answers_form(ANSWERS_NONE, "x", text, n, say, &lines) ==
	    answers_see("x", text, n), "another kind than is seen");
	must(!answers_toml_is(text, n, "mode", "http") ||
	    memmem(text, n, "http", 4) != NULL, "a text that is not there");
	must(answers_plain(text) == NULL || strpbrk(text, "/@\"' ") == NULL,
	    "what needs quotes needs none");
	if (answers_take(text, &rest) != ANSWERS_NONE)
		must(rest > text && rest <= text + n, "no path");
	if (answers_folder(text, mac, &rest))
		must(rest == text + 21, "no rest");
	follow(text, n);
	free(text);
	return 0;
}
