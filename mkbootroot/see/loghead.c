/*
 * The beginnings of RFC 3164, RFC 5424 and RFC 3339 lines, and journalctl's.
 */
#include <string.h>

#include "mkbootroot/see/loghead.h"
#include "mkbootroot/see/logtime.h"

#define PID_DIGITS 10

/* "<30>" */
static struct slice
without_priority(struct slice s)
{
	size_t i = 1;

	if (s.n < 3 || s.p[0] != '<')
		return s;
	while (i < s.n && i < 5 && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i > 1 && i < s.n && s.p[i] == '>' ? slice_from(s, i + 1) : s;
}

static long
number(struct slice s)
{
	long value = 0;

	if (s.n == 0 || s.n > PID_DIGITS)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		value = 10 * value + (s.p[i] - '0');
	}
	return value;
}

/* "tftpd[917]:" or "tftpd:"; of systemd's unit "tftpd.service[917]:". */
static int
tag(struct slice word, struct loghead *h)
{
	const char *bracket;
	struct slice name = word, pid;

	if (word.n < 2 || word.p[word.n - 1] != ':')
		return 0;
	name.n--;
	bracket = memchr(name.p, '[', name.n);
	if (bracket != NULL) {
		if (name.p[name.n - 1] != ']')
			return 0;
		pid = slice_from(name, (size_t)(bracket - name.p) + 1);
		pid.n--;
		name.n = (size_t)(bracket - name.p);
		if ((h->pid = number(pid)) == 0)
			return 0;
	} else {
		h->pid = 0;
	}
	if (slice_ends(name, ".service"))
		name.n -= strlen(".service");
	/* Words of a message have "=" in them, or marks. */
	for (size_t i = 0; i < name.n; i++)
		if (strchr("=<>,;:\"' ", name.p[i]) != NULL)
			return 0;
	h->program = name;
	return name.n > 0;
}

/* Structured data of RFC 5424, "-" or "[...]" several times. */
static int
skip_data(struct slice *s)
{
	int quoted = 0;

	if (slice_begins(*s, "-")) {
		*s = slice_from(*s, 1);
		return 1;
	}
	while (s->n > 0 && s->p[0] == '[') {
		size_t i = 1;

		for (; i < s->n && (quoted || s->p[i] != ']'); i++) {
			if (s->p[i] == '\\' && quoted)
				i++;
			else if (s->p[i] == '"')
				quoted = !quoted;
		}
		if (i >= s->n)
			return 0;
		*s = slice_from(*s, i + 1);
	}
	return 1;
}

static struct slice
unless_nil(struct slice s)
{
	return slice_is(s, "-") ? (struct slice){NULL, 0} : s;
}

/* RFC 5424: "1 TIME HOST PROGRAM PID ID DATA MESSAGE". */
static int
read_5424(struct slice s, int64_t now_us, struct loghead *h)
{
	size_t n;
	struct slice pid;

	if (!slice_begins(s, "1 "))
		return 0;
	s = slice_from(s, 2);
	if (slice_begins(s, "- ")) {
		s = slice_from(s, 2);
	} else {
		n = logtime_read(s.p, s.n, now_us, &h->time_us);
		if (n == 0 || n == s.n || s.p[n] != ' ')
			return 0;
		h->has_time = 1;
		s = slice_from(s, n + 1);
	}
	h->host = unless_nil(slice_word(&s));
	h->program = unless_nil(slice_word(&s));
	pid = slice_word(&s);
	h->pid = number(pid);
	(void)slice_word(&s);
	if (!skip_data(&s))
		return 0;
	if (slice_begins(s, " "))
		s = slice_from(s, 1);
	if (slice_begins(s, "\xef\xbb\xbf"))
		s = slice_from(s, 3);
	h->message = s;
	return 1;
}

/* "[   12.345678] ", of journalctl's short-monotonic: no time of day. */
static struct slice
without_uptime(struct slice s)
{
	size_t i = 1;

	if (s.n < 3 || s.p[0] != '[')
		return s;
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '.' ||
	    (s.p[i] >= '0' && s.p[i] <= '9')))
		i++;
	return i + 1 < s.n && s.p[i] == ']' && s.p[i + 1] == ' ' ?
	    slice_from(s, i + 2) : s;
}

/* "daemon.info" */
static int
is_facility(struct slice s)
{
	size_t dots = 0;

	for (size_t i = 0; i < s.n; i++) {
		dots += s.p[i] == '.';
		if (s.p[i] != '.' && (s.p[i] < 'a' || s.p[i] > 'z') &&
		    (s.p[i] < '0' || s.p[i] > '9'))
			return 0;
	}
	return dots == 1;
}

static void
begin(struct loghead *h, int64_t now_us)
{
	memset(h, 0, sizeof(*h));
	h->time_us = now_us;
}

void
loghead_read(const char *text, size_t n, int64_t now_us, struct loghead *h)
{
	struct slice s = without_priority((struct slice){text, n}), rest, word,
	    second;
	size_t time_n;

	begin(h, now_us);
	if (read_5424(s, now_us, h))
		return;
	begin(h, now_us);
	time_n = logtime_read(s.p, s.n, now_us, &h->time_us);
	if (time_n > 0) {
		h->has_time = 1;
		s = slice_from(s, time_n);
		if (slice_begins(s, " "))
			s = slice_from(s, 1);
	} else {
		s = without_uptime(s);
	}
	h->whole = h->message = rest = s;
	word = slice_word(&rest);
	if (tag(word, h)) {
		h->message = rest;
		return;
	}
	/* A host's name may stand before it, and busybox's syslogd adds a word. */
	second = slice_word(&rest);
	if (is_facility(second))
		second = slice_word(&rest);
	if (tag(second, h)) {
		h->host = word;
		h->message = rest;
	}
}
