/*
 * All of it is counted, though only its beginning is kept.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mkbootroot/follow/followreport.h"

#define LOG_LINES 20

static size_t
count(const char *s, size_t n)
{
	const char *const end = s + n;
	size_t lines = 0;

	while (s < end && (s = memchr(s, '\n', (size_t)(end - s))) != NULL) {
		lines++;
		s++;
	}
	return lines;
}

/* Where the last whole line ends, of those that n bytes have. */
static size_t
whole(const char *s, size_t n)
{
	while (n > 0 && s[n - 1] != '\n')
		n--;
	return n;
}

void
followreport_read(struct followreport *r, int fd)
{
	char more[4096], last;
	off_t at = FOLLOWREPORT_MAX;
	ssize_t n, got;

	*r = (struct followreport){ .text = malloc(FOLLOWREPORT_MAX + 2) };
	if (r->text == NULL ||
	    (n = pread(fd, r->text, FOLLOWREPORT_MAX, 0)) <= 0) {
		followreport_free(r);
		return;
	}
	if (n < FOLLOWREPORT_MAX && r->text[n - 1] != '\n')
		r->text[n++] = '\n';
	r->lines = count(r->text, (size_t)n);
	last = r->text[n - 1];
	r->text[whole(r->text, (size_t)n)] = '\0';
	while (n >= FOLLOWREPORT_MAX &&
	    (got = pread(fd, more, sizeof(more), at)) > 0) {
		at += got;
		r->lines += count(more, (size_t)got);
		last = more[got - 1];
	}
	r->lines += last != '\n';
}

void
followreport_log(const struct followreport *r)
{
	const char *line = r->text;
	size_t shown, n;

	for (shown = 0; line != NULL && *line != '\0' && shown < LOG_LINES;
	    shown++) {
		n = strcspn(line, "\n") + 1;
		fprintf(stderr, "%.*s", (int)n, line);
		line += n;
	}
	if (r->lines > shown)
		warnx("and %zu lines more", r->lines - shown);
}

char *
followreport_cut(const struct followreport *r, size_t max)
{
	const size_t room = 40;		/* of the line that says it */
	size_t n, lines;
	char *text;

	if (r->text == NULL)
		return NULL;
	n = strlen(r->text);
	lines = count(r->text, n);
	if (n <= max && lines == r->lines)
		return strdup(r->text);
	n = whole(r->text, n < max - room ? n : max - room);
	lines = count(r->text, n);
	if (asprintf(&text, "%.*sand %zu lines more\n", (int)n, r->text,
	    r->lines - lines) == -1)
		return NULL;
	return text;
}

void
followreport_free(struct followreport *r)
{
	free(r->text);
	*r = (struct followreport){ .text = NULL };
}
