/*
 * Answers that are lines: kickstarts, and answer files of setup-alpine. Both are
 * looked at as far as a line alone tells.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/log.h"
#include "mkbootroot/answers/answerscheck.h"
#include "mkbootroot/answers/answersline.h"

/* A section that is open: where it began, 0: none is. */
struct section {
	unsigned line;
	char name[32];
};

static int
is(const char *word, size_t n, const char *other)
{
	return strlen(other) == n && memcmp(word, other, n) == 0;
}

static void
begin_section(struct section *s, const char *word, size_t n, unsigned line,
    answers_say *say, void *arg)
{
	char what[128];

	if (s->line != 0) {
		snprintf(what, sizeof(what), "%.*s, and %s of line %u has no "
		    "%%end", (int)n, word, s->name, s->line);
		say(arg, ANSWERS_WRONG, line, what);
	}
	s->line = line;
	snprintf(s->name, sizeof(s->name), "%.*s", (int)n, word);
}

/* What begins with a % outside of sections, and in them. */
static void
take_percent(struct section *s, const char *word, size_t n, unsigned line,
    answers_say *say, void *arg)
{
	char what[256], shown[LOG_VISIBLE_SIZE(32)];

	if (is(word, n, "%end")) {
		if (s->line == 0)
			say(arg, ANSWERS_WRONG, line, "%end, and no section "
			    "is open");
		s->line = 0;
	} else if (answers_is_section(word, n)) {
		begin_section(s, word, n, line, say, arg);
	} else if (s->line == 0 && !is(word, n, "%include") &&
	    !is(word, n, "%ksappend")) {
		log_visible(shown, sizeof(shown), word, n < 32 ? n : 32);
		snprintf(what, sizeof(what), "%s: no section of a kickstart "
		    "is called so", shown);
		say(arg, ANSWERS_WRONG, line, what);
		begin_section(s, word, n, line, say, arg);
	}
}

/* ESXi installs nothing before its licence is agreed to, by this word. */
static int
is_esxi(const char *bytes, size_t n)
{
	struct answers_lines all = {bytes, n, 0};
	struct answers_line l;
	const char *word;
	size_t word_n;

	while (answers_line_next(&all, &l))
		if (answers_word_next(&l, &word, &word_n) &&
		    (is(word, word_n, "vmaccepteula") ||
		    is(word, word_n, "accepteula")))
			return 1;
	return 0;
}

/* Its sections end where the next one begins. */
static void
check_esxi(const char *bytes, size_t n, answers_say *say, void *arg)
{
	struct answers_lines all = {bytes, n, 0};
	char what[256], shown[LOG_VISIBLE_SIZE(32)];
	int in_section = 0, is_known;
	struct answers_line l;
	const char *word;
	size_t word_n;
	unsigned line;

	while (answers_line_next(&all, &l)) {
		line = l.line;
		if (!answers_word_next(&l, &word, &word_n) || word[0] == '#')
			continue;
		is_known = answers_is_esxi_word(word, word_n);
		if (in_section ? word[0] != '%' : is_known) {
			in_section |= word[0] == '%' &&
			    !is(word, word_n, "%include");
			continue;
		}
		if (is_known)
			continue;
		log_visible(shown, sizeof(shown), word,
		    word_n < 32 ? word_n : 32);
		snprintf(what, sizeof(what), "%s: no command of ESXi's script "
		    "that is known here", shown);
		say(arg, ANSWERS_DOUBT, line, what);
	}
}

void
answers_check_kickstart(const char *bytes, size_t n, answers_say *say,
    void *arg)
{
	struct answers_lines all = {bytes, n, 0};
	struct section section = {.line = 0};
	struct answers_line l;
	char what[256], shown[LOG_VISIBLE_SIZE(32)];
	const char *word;
	size_t word_n;
	unsigned line;

	if (is_esxi(bytes, n)) {
		check_esxi(bytes, n, say, arg);
		return;
	}
	while (answers_line_next(&all, &l)) {
		line = l.line;
		if (!answers_word_next(&l, &word, &word_n) || word[0] == '#')
			continue;
		if (word[0] == '%') {
			take_percent(&section, word, word_n, line, say, arg);
		} else if (section.line == 0 &&
		    !answers_is_command(word, word_n)) {
			log_visible(shown, sizeof(shown), word,
			    word_n < 32 ? word_n : 32);
			snprintf(what, sizeof(what), "%s: no command of a "
			    "kickstart that is known here", shown);
			say(arg, ANSWERS_DOUBT, line, what);
		}
	}
	if (section.line != 0) {
		snprintf(what, sizeof(what), "%s has no %%end", section.name);
		say(arg, ANSWERS_WRONG, section.line, what);
	}
}

/* Follows quotes as a shell does: *quote is open at the end, 0: none. */
static void
follow_quotes(const struct answers_line *l, char *quote)
{
	for (size_t i = 0; i < l->n; i++) {
		if (*quote == '\0' && l->s[i] == '#' &&
		    (i == 0 || l->s[i - 1] == ' ' || l->s[i - 1] == '\t'))
			return;
		if (l->s[i] == '\\' && *quote != '\'')
			i++;
		else if (*quote == l->s[i])
			*quote = '\0';
		else if (*quote == '\0' && (l->s[i] == '"' || l->s[i] == '\''))
			*quote = l->s[i];
	}
}

static int
is_assignment(const struct answers_line *l)
{
	size_t i = 0;

	while (i < l->n && ((l->s[i] >= 'A' && l->s[i] <= 'Z') ||
	    (l->s[i] >= 'a' && l->s[i] <= 'z') || l->s[i] == '_' ||
	    (i > 0 && l->s[i] >= '0' && l->s[i] <= '9')))
		i++;
	return i > 0 && i < l->n && l->s[i] == '=';
}

void
answers_check_assignments(const char *bytes, size_t n, answers_say *say,
    void *arg)
{
	struct answers_lines all = {bytes, n, 0};
	struct answers_line l, words;
	const char *word;
	char quote = '\0';
	unsigned open = 0;
	size_t word_n;

	while (answers_line_next(&all, &l)) {
		words = l;
		if (quote == '\0' && (!answers_word_next(&words, &word,
		    &word_n) || word[0] == '#'))
			continue;
		if (quote == '\0') {
			open = l.line;
			if (!is_assignment(&l) && !is(word, word_n, "export"))
				say(arg, ANSWERS_WRONG, l.line, "no NAME=value, "
				    "which is all that setup-alpine reads");
		}
		follow_quotes(&l, &quote);
	}
	if (quote != '\0')
		say(arg, ANSWERS_WRONG, open, "a quote is not closed");
}
