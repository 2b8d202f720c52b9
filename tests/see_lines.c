/*
 * What mkbootroot/see reads in lines of a log, as text.
 *
 *	see_lines NOW		NOW: seconds since 1970. For each line of standard
 *				input: kind, program, pid, time and host, then its
 *				words, each "key=value" with the value plain, then
 *				"answer=", "id=", "paced", and "|" with the sentence
 *	see_lines -m NOW [US]	the events that the lines make, and at the end,
 *				US microseconds after the last line, the machines
 *	see_lines -r		each row of the remedies
 *	see_lines -k		the names of all kinds, and "key=" for all keys
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/see/machine.h"
#include "mkbootroot/see/remedy.h"
#include "mkbootroot/see/remedytable.h"

#define TEXT_SIZE (4 * LOGLINE_MAX)

/* A copy without a byte behind it, so that a reader that looks there is seen. */
static char *
exact(const char *line, size_t n)
{
	char *copy = malloc(n == 0 ? 1 : n);

	if (copy == NULL)
		exit(1);
	memcpy(copy, line, n);
	return copy;
}

static void
print_slice(const char *name, struct slice s)
{
	static char plain[TEXT_SIZE];

	if (s.p != NULL && s.n > 0)
		printf(" %s%s", name, slice_plain(s, plain, sizeof(plain)));
}

static void
print_line(const struct logline *l)
{
	printf("%s %s %ld ", logline_kind_name(l->kind),
	    l->program == LOGLINE_NOBODY ? "-" :
	    logline_program_name(l->program), l->pid);
	if (l->has_time)
		printf("%" PRId64 ".%06d", l->time_us / 1000000,
		    (int)(l->time_us % 1000000));
	else
		printf("-");
	print_slice("host=", l->host);
	for (int i = 0; i < LOGLINE_KEYS; i++) {
		char name[64];

		snprintf(name, sizeof(name), "%s=", logline_key_name(i));
		print_slice(name, l->word[i]);
	}
	print_slice("answer=", l->answer);
	print_slice("id=", l->id);
	if (l->is_paced)
		printf(" paced");
	print_slice("| ", l->rest);
	putchar('\n');
}

static const char *
or_none(const char *text)
{
	return text[0] == '\0' ? "-" : text;
}

static void
print_event(void *arg, const struct event *e)
{
	const struct machine *m = e->machine;

	(void)arg;
	printf("%s", event_kind_name(e->kind));
	if (m != NULL)
		printf(" %s boot=%u%s %s", or_none(m->name[0] != '\0' ? m->name :
		    m->mac[0] != '\0' ? m->mac : m->address), e->boot,
		    e->is_new_boot ? " begins" : "",
		    machine_stage_name(m->stage));
	if (e->file_is != MACHINE_FILE_NONE)
		printf(" is=%s", machine_file_name(e->file_is));
	if (e->trouble != NULL)
		printf(" %s%s%s", or_none(e->trouble->word),
		    e->trouble->is_hint ? " guess" : "",
		    e->trouble->is_calm ? " calm" : "");
	putchar('\n');
}

static void
print_machine(const struct machine *m, int64_t now_us)
{
	if (m->is_also != NULL) {
		printf("also %s is %s\n", m->address, m->is_also->mac);
		return;
	}
	printf("machine name=%s mac=%s address=%s id=%s arch=%s stage=%s "
	    "boots=%u files=%u bytes=%" PRIu64 " refusals=%u file=%s trouble=%s"
	    "%s%s\n", or_none(m->name), or_none(m->mac), or_none(m->address),
	    or_none(m->uuid), or_none(m->arch), machine_stage_name(m->stage),
	    m->boots, m->files, m->bytes, m->refusals, or_none(m->file),
	    or_none(m->trouble.word), m->is_stranger ? " stranger" : "",
	    machine_stands(m, now_us) ? " stands" : "");
}

static int
machines(int64_t now_us, int64_t later_us)
{
	char *line = NULL, *copy;
	size_t size = 0;
	struct logline l;
	struct site s;
	ssize_t n;

	if (site_open(&s, print_event, NULL) == -1)
		return 1;
	while ((n = getline(&line, &size, stdin)) > 0) {
		if (line[n - 1] == '\n')
			n--;
		copy = exact(line, (size_t)n);
		logline_read(copy, (size_t)n, now_us, &l);
		if (site_take(&s, &l) == -1)
			return 1;
		free(copy);
	}
	site_pass(&s, s.last_us + later_us);
	for (size_t i = 0; i < s.machine_n; i++)
		print_machine(s.machine[i], s.last_us + later_us);
	if (s.lines[LOGLINE_UNREADABLE] > 0)
		printf("unreadable %lu\n", s.lines[LOGLINE_UNREADABLE]);
	if (s.dropped > 0)
		printf("dropped %lu\n", s.dropped);
	site_close(&s);
	free(line);
	return 0;
}

static int
lines(int64_t now_us)
{
	char *line = NULL, *copy;
	size_t size = 0;
	struct logline l;
	ssize_t n;

	while ((n = getline(&line, &size, stdin)) > 0) {
		if (line[n - 1] == '\n')
			n--;
		copy = exact(line, (size_t)n);
		logline_read(copy, (size_t)n, now_us, &l);
		print_line(&l);
		free(copy);
	}
	free(line);
	return 0;
}

static int
remedies(void)
{
	const struct remedy_row *row;

	for (size_t i = 0; (row = remedytable_row(i)) != NULL; i++)
		printf("%s|%d|%s|%s\n", logline_program_name(row->program),
		    row->is_hint, row->words, row->remedy);
	return 0;
}

static int
names(void)
{
	for (int i = 0; i < LOGLINE_KINDS; i++)
		puts(logline_kind_name(i));
	for (int i = 0; i < LOGLINE_KEYS; i++)
		printf("%s=\n", logline_key_name(i));
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "-r") == 0)
		return remedies();
	if (argc == 2 && strcmp(argv[1], "-k") == 0)
		return names();
	if (argc >= 3 && strcmp(argv[1], "-m") == 0)
		return machines(atoll(argv[2]) * 1000000,
		    argc > 3 ? atoll(argv[3]) : 0);
	return argc == 2 ? lines(atoll(argv[1]) * 1000000) : 2;
}
