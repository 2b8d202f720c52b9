/*
 * Every mistake of a text is told in one run, as those of the map are.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mkbootroot/text/preseedtext.h"
#include "mkbootroot/text/valuevariable.h"

/* Reads until the end or until buf is full. -1: errno. */
static ssize_t
read_all(int fd, char *buf, size_t size)
{
	size_t done = 0;
	ssize_t n;

	do {
		n = read(fd, buf + done, size - done);
		if (n == -1 && errno != EINTR)
			return -1;
		done += n == -1 ? 0 : (size_t)n;
	} while (n != 0 && done < size);
	return (ssize_t)done;
}

/* What is wrong with a piece, in buf; NULL: nothing. */
static const char *
mistake_of(const struct variable_piece *p, char buf[VALUEVARIABLE_SIZE])
{
	switch (p->kind) {
	case VARIABLE_CONTROL:
		snprintf(buf, VALUEVARIABLE_SIZE, "a control character, \\%03o%s",
		    (unsigned char)*p->bytes, *p->bytes == '\r' ?
		    ": the installer would take it for a part of the answer" :
		    "");
		return buf;
	default:
		return valuevariable_mistake(p, VARIABLES_ALL, buf);
	}
}

int
preseedtext_is_crlf(const struct variable_piece *piece,
    const struct variable_text *rest)
{
	return piece->kind == VARIABLE_CONTROL && *piece->bytes == '\r' &&
	    rest->n > 0 && *rest->bytes == '\n';
}

/* Takes a whole text apart. */
static void
look_at(const char *bytes, size_t n, struct preseedtext *t,
    preseedtext_say *say, void *arg)
{
	struct variable_text p = {.bytes = bytes, .n = n, .line = 1};
	struct variable_piece piece;
	const char *what;
	char buf[VALUEVARIABLE_SIZE];

	for (variable_next(&p, &piece); piece.kind != VARIABLE_END;
	    variable_next(&p, &piece)) {
		if (piece.kind == VARIABLE_VALUE &&
		    !(t->uses & piece.variable)) {
			t->uses |= piece.variable;
			t->line[piece.variable] = piece.line;
		}
		if (preseedtext_is_crlf(&piece, &p)) {
			if (t->has_crlf++)
				continue;
			what = PRESEEDTEXT_CRLF;
		} else
			what = mistake_of(&piece, buf);
		if (what != NULL && t->mistakes++ < PRESEEDTEXT_SAID_MAX)
			say(arg, piece.line, what);
	}
}

/* The next word of a line, of *n bytes; 0: there is none. */
static int
next_word(const char **s, const char *end, const char **word, size_t *n)
{
	while (*s < end && (**s == ' ' || **s == '\t'))
		++*s;
	for (*word = *s; *s < end && **s != ' ' && **s != '\t'; ++*s)
		continue;
	*n = (size_t)(*s - *word);
	return *n > 0;
}

/*
 * "d-i passwd/root-password password r00tme". Questions for a hash have "crypted" in
 * their names.
 */
static int
has_password(const char *s, const char *end)
{
	const char *word, *question;
	size_t n, question_n;

	return next_word(&s, end, &word, &n) && *word != '#' &&
	    next_word(&s, end, &question, &question_n) &&
	    next_word(&s, end, &word, &n) && n == strlen("password") &&
	    memcmp(word, "password", n) == 0 &&
	    memmem(question, question_n, "crypted", strlen("crypted")) ==
	    NULL && next_word(&s, end, &word, &n) && *word != '\\';
}

/* The first line that has one; 0: none has. */
static unsigned
line_of_password(const char *text, size_t n)
{
	const char *const all_end = text + n;
	const char *end;
	unsigned line = 1;

	for (; text < all_end; text = end + 1, line++) {
		end = memchr(text, '\n', (size_t)(all_end - text));
		if (end == NULL)
			end = all_end;
		if (has_password(text, end))
			return line;
		if (end == all_end)
			break;
	}
	return 0;
}

ssize_t
preseedtext_read(int fd, char text[PRESEEDTEXT_SIZE], struct preseedtext *t,
    preseedtext_say *say, void *arg)
{
	char what[64];
	ssize_t n;

	*t = (struct preseedtext){.mistakes = 1};
	if ((n = read_all(fd, text, PRESEEDTEXT_SIZE)) == -1) {
		say(arg, 0, strerror(errno));
	} else if (n == 0) {
		say(arg, 0, "it is empty");
	} else if (n > PRESEED_SIZE_MAX) {
		snprintf(what, sizeof(what), "it has more than %d bytes",
		    PRESEED_SIZE_MAX);
		say(arg, 0, what);
	} else {
		t->mistakes = 0;
		look_at(text, (size_t)n, t, say, arg);
		t->password = line_of_password(text, (size_t)n);
	}
	return n;
}
