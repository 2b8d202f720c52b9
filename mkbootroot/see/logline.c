/*
 * Which kind a line is, and whether it has what its kind has.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/see/loghead.h"
#include "mkbootroot/see/logline.h"
#include "mkbootroot/see/logwords.h"

#define DAY_US (INT64_C(86400) * 1000000)
#define WORDS_WANTED 7
#define NUMBER_SIZE 32

/* What a kind begins with, and the words that it has. */
static const struct {
	enum logline_kind kind;
	const char *begins;
	int reason;		/* it has one, or a sentence */
	enum logline_key has[WORDS_WANTED];
	size_t has_n;
} kinds[] = {
	{LOGLINE_SENT, "sent ", 0, {LOGLINE_FILE, LOGLINE_CLIENT,
	    LOGLINE_MAC, LOGLINE_NAME, LOGLINE_BYTES, LOGLINE_SECONDS,
	    LOGLINE_RATE}, 7},
	{LOGLINE_RECEIVED, "received ", 0, {LOGLINE_FILE, LOGLINE_CLIENT,
	    LOGLINE_MAC, LOGLINE_NAME, LOGLINE_BYTES, LOGLINE_SECONDS,
	    LOGLINE_RATE}, 7},
	{LOGLINE_PROBED, "probe ", 0, {LOGLINE_FILE, LOGLINE_CLIENT,
	    LOGLINE_MAC, LOGLINE_NAME}, 4},
	{LOGLINE_UNCHANGED, "unchanged ", 0, {LOGLINE_FILE, LOGLINE_CLIENT,
	    LOGLINE_MAC, LOGLINE_NAME}, 4},
	{LOGLINE_REFUSED, "refused ", 1, {LOGLINE_CLIENT}, 1},
	{LOGLINE_FAILED, "failed ", 1, {LOGLINE_CLIENT}, 1},
	{LOGLINE_ABORTED, "aborted ", 1, {LOGLINE_FILE, LOGLINE_CLIENT,
	    LOGLINE_MAC, LOGLINE_NAME}, 4},
	{LOGLINE_PUT_OFF, "put off ", 1, {LOGLINE_FILE}, 1},
	{LOGLINE_ENDED, "ended ", 1, {LOGLINE_FILE, LOGLINE_CLIENT,
	    LOGLINE_MAC, LOGLINE_NAME}, 4},
	{LOGLINE_STALLED, "stalled ", 0, {LOGLINE_FILE, LOGLINE_CLIENT,
	    LOGLINE_MAC, LOGLINE_NAME, LOGLINE_HINT}, 5},
	{LOGLINE_WARNING, "warning ", 1, {LOGLINE_FILE, LOGLINE_CLIENT,
	    LOGLINE_MAC, LOGLINE_NAME}, 4},
	{LOGLINE_DONE, "done ", 0, {LOGLINE_CLIENT, LOGLINE_MAC,
	    LOGLINE_NAME}, 3},
	{LOGLINE_SILENT, "silent ", 1, {LOGLINE_CLIENT}, 1},
	{LOGLINE_FLOOD, "flood ", 0, {LOGLINE_FROM}, 1},
	/* Which of two it is stands at its end. */
	{LOGLINE_TOLD, "boot ", 0, {LOGLINE_FROM}, 0},
	{LOGLINE_COUNTERS, "counters ", 0, {LOGLINE_FROM}, 0},
};

/* Lines of a start, and of what it could not do: there are no words in them. */
static const struct {
	const char *begins, *has;
} others[] = {
	{"cannot ", ""},
	{"not locked in: ", ""},
	{"map ", " is in use"},
	{"port ", " is bound twice"},
	{"boot root ", " has come: starting anew"},
	{"folder ", " has come: starting anew"},
	{"a process ", " has shut the socket of all reports"},
	{"process ", " sent what is no report of its own"},
	{"client=", ": its MAC and the ip= of the map name two clients"},
	{"there is no socket to serve", ""},
	{"no socket was handed over", ""},
	{"-l is for a start by hand", ""},
	{"wrong usage; see ", ""},
	{"too many -l", ""},
	{"-t wants a number", ""},
	{"unknown option, or one without its ", ""},
	{"no arguments are wanted", ""},
	{"usage: ", ""},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const programs[LOGLINE_PROGRAMS] = {
	[LOGLINE_NOBODY] = "", [LOGLINE_TFTPD] = "tftpd",
	[LOGLINE_HTTPD] = "httpd", [LOGLINE_DHCP_HELPER] = "dhcp-helper",
};

static const char *const kind_names[LOGLINE_KINDS] = {
	[LOGLINE_FOREIGN] = "foreign", [LOGLINE_UNREADABLE] = "unreadable",
	[LOGLINE_TOLD] = "told", [LOGLINE_SILENT] = "silent",
	[LOGLINE_SENT] = "sent", [LOGLINE_RECEIVED] = "received",
	[LOGLINE_PROBED] = "probe", [LOGLINE_UNCHANGED] = "unchanged",
	[LOGLINE_REFUSED] = "refused", [LOGLINE_FAILED] = "failed",
	[LOGLINE_ABORTED] = "aborted", [LOGLINE_PUT_OFF] = "put-off",
	[LOGLINE_ENDED] = "ended", [LOGLINE_STALLED] = "stalled",
	[LOGLINE_WARNING] = "warning", [LOGLINE_DONE] = "done",
	[LOGLINE_FLOOD] = "flood", [LOGLINE_LOST] = "lost",
	[LOGLINE_COUNTERS] = "counters", [LOGLINE_OTHER] = "other",
};

const char *
logline_program_name(enum logline_program program)
{
	return programs[program];
}

const char *
logline_kind_name(enum logline_kind kind)
{
	return kind_names[kind];
}

static enum logline_program
program_of(struct slice name)
{
	for (int i = LOGLINE_TFTPD; i < LOGLINE_PROGRAMS; i++)
		if (slice_is(name, programs[i]))
			return (enum logline_program)i;
	return LOGLINE_NOBODY;
}

/* "12 lines were lost: nobody read the log" */
static int
is_lost(struct slice s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n > 0 && slice_begins(slice_from(s, n), " lines were lost");
}

static int
is_other(struct slice s)
{
	for (size_t i = 0; i < COUNT(others); i++)
		if (slice_begins(s, others[i].begins) &&
		    slice_has(s, others[i].has))
			return 1;
	return 0;
}

/* "boot mac=... -> OFFER", "boot from=... -> silent reason=...". */
static enum logline_kind
boot(const struct logline *l)
{
	const int is_silent = slice_is(l->answer, "silent");

	if (l->answer.n == 0 || (is_silent && l->word[LOGLINE_REASON].n == 0 &&
	    l->rest.n == 0))
		return LOGLINE_UNREADABLE;
	if (is_silent)
		return logwords_has(l, LOGLINE_MAC) ||
		    logwords_has(l, LOGLINE_FROM) ? LOGLINE_SILENT :
		    LOGLINE_UNREADABLE;
	return logwords_has(l, LOGLINE_MAC) && logwords_has(l, LOGLINE_MSG) ?
	    LOGLINE_TOLD : LOGLINE_UNREADABLE;
}

/* FOREIGN: it begins like none of ours. */
static enum logline_kind
kind_of(struct slice s, struct logline *l)
{
	size_t i = 0, j;

	while (i < COUNT(kinds) && !slice_begins(s, kinds[i].begins))
		i++;
	if (i == COUNT(kinds) || slice_begins(s, "boot root "))
		return is_lost(s) ? LOGLINE_LOST :
		    is_other(s) ? LOGLINE_OTHER : LOGLINE_FOREIGN;
	if (kinds[i].kind == LOGLINE_COUNTERS)
		return LOGLINE_COUNTERS;
	logwords_read(slice_from(s, strlen(kinds[i].begins)), l);
	if (kinds[i].kind == LOGLINE_TOLD)
		return boot(l);
	for (j = 0; j < kinds[i].has_n; j++)
		if (!logwords_has(l, kinds[i].has[j]))
			return LOGLINE_UNREADABLE;
	return kinds[i].reason && l->rest.n == 0 &&
	    l->word[LOGLINE_REASON].n == 0 ? LOGLINE_UNREADABLE :
	    kinds[i].kind;
}

/* Who has written a line that does not say so. */
static enum logline_program
guess(const struct logline *l)
{
	if (l->answer.n > 0)
		return LOGLINE_DHCP_HELPER;
	if (l->kind == LOGLINE_UNCHANGED || logwords_has(l, LOGLINE_STATUS))
		return LOGLINE_HTTPD;
	if (l->kind == LOGLINE_STALLED || l->kind == LOGLINE_WARNING ||
	    l->kind == LOGLINE_ABORTED || l->kind == LOGLINE_PUT_OFF ||
	    l->kind == LOGLINE_ENDED || l->kind == LOGLINE_RECEIVED ||
	    l->kind == LOGLINE_SILENT || l->kind == LOGLINE_REFUSED ||
	    logwords_has(l, LOGLINE_BLKSIZE) || logwords_has(l, LOGLINE_RESENT))
		return LOGLINE_TFTPD;
	return LOGLINE_NOBODY;
}

/* A sentence that begins with "done" is perhaps anybody's. */
static int
has_words(const struct logline *l)
{
	return logwords_has(l, LOGLINE_FILE) || logwords_has(l, LOGLINE_CLIENT) ||
	    logwords_has(l, LOGLINE_MAC) || logwords_has(l, LOGLINE_FROM);
}

/* What a program says before there is a log has its name before it. */
static struct slice
without_name(struct slice s, enum logline_program program)
{
	const size_t n = strlen(programs[program]);

	return slice_begins(s, programs[program]) &&
	    slice_begins(slice_from(s, n), ": ") ? slice_from(s, n + 2) : s;
}

void
logline_read(const char *text, size_t n, int64_t now_us, struct logline *l)
{
	struct loghead h;

	memset(l, 0, sizeof(*l));
	l->time_us = now_us;
	l->message = (struct slice){text, n};
	if (n == 0 || n > LOGLINE_MAX)
		return;
	loghead_read(text, n, now_us, &h);
	l->has_time = h.has_time;
	l->time_us = h.time_us;
	l->is_ahead = l->time_us - now_us > DAY_US;
	l->program = program_of(h.program);
	if (l->program != LOGLINE_NOBODY) {
		l->pid = h.pid;
		l->host = h.host;
		l->message = without_name(h.message, l->program);
		l->kind = kind_of(l->message, l);
		if (l->kind == LOGLINE_FOREIGN)
			l->kind = LOGLINE_UNREADABLE;
		return;
	}
	l->message = h.pid == 0 ? h.whole : h.message;
	/* A program that is not ours may say "sent" as well. */
	if (h.pid != 0)
		return;
	l->kind = kind_of(l->message, l);
	if (l->kind == LOGLINE_UNREADABLE && !has_words(l))
		l->kind = LOGLINE_FOREIGN;
	l->program = guess(l);
}

double
logline_number(const struct logline *l, enum logline_key key)
{
	char text[NUMBER_SIZE], *end;
	const struct slice s = l->word[key];
	double value;

	if (s.n == 0 || s.n >= sizeof(text) || s.p[0] < '0' || s.p[0] > '9')
		return -1;
	value = strtod(slice_copy(s, text, sizeof(text)), &end);
	return end == text ? -1 : value;
}
