/*
 * The process has the table as it is at its start, and makes the text of it.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/now.h"
#include "file/writeall.h"
#include "mkbootroot/follow/followmap.h"
#include "mkbootroot/text/origin.h"

#define LOG_LINES 20
#define REPORT_MAX 65536

void
followmap_begin(struct followmap *m, const struct options *o,
    int (*compile)(const struct options *))
{
	*m = (struct followmap){ .o = o, .compile = compile, .report_fd = -1 };
}

void
followmap_change(struct followmap *m)
{
	if (m->due_ms == 0)
		m->due_ms = now_ms() + FOLLOWMAP_GATHER_MS;
}

void
followmap_again(struct followmap *m, int ms)
{
	if (m->due_ms == 0)
		m->due_ms = now_ms() + ms;
}

int
followmap_is_due(const struct followmap *m)
{
	return m->pid == 0 && m->due_ms != 0 && now_ms() >= m->due_ms;
}

/* 1: this is the process that compiles; 0: it was started; -1: errno. */
static int
start(struct followmap *m)
{
	const int fd = memfd_create("report", MFD_CLOEXEC);
	int error;

	if (fd == -1)
		return -1;
	if ((m->pid = fork()) == -1) {
		error = errno;
		close(fd);
		m->pid = 0;
		errno = error;
		return -1;
	}
	if (m->pid != 0) {
		m->report_fd = fd;
		m->due_ms = 0;
		return 0;
	}
	if (dup2(fd, STDOUT_FILENO) == -1 || dup2(fd, STDERR_FILENO) == -1)
		_exit(111);
	return 1;
}

static void
compile(const struct followmap *m, const struct options *o)
{
	const int code = m->compile(o);

	_exit(fflush(stdout) == EOF ? 111 : code);
}

int
followmap_start(struct followmap *m, int fd)
{
	struct options o = *m->o;
	const int is_child = start(m);

	if (is_child != 1)
		return is_child;
	o.keeps_clients = 1;
	if (fd != -1) {
		o.text = "-";
		if (dup2(fd, STDIN_FILENO) == -1)
			_exit(111);
	}
	compile(m, &o);
	return 0;
}

/* The text as a file, and where its lines are from; what is wrong is said. */
static int
write_lines(const struct followtable *t, const char *prefix,
    struct origins *origins, FILE *out, int *wrong)
{
	const struct followentry *e;
	char *name;
	size_t i;

	for (i = 0; i < t->n; i++) {
		e = t->list[i];
		if (e->wrong != NULL) {
			/* Printable, or that is what is wrong. */
			fprintf(stderr, "%s%s: %s\n", prefix, e->bytes,
			    e->wrong);
			*wrong = 1;
		}
		if (asprintf(&name, "%s%s", prefix, e->bytes) == -1 ||
		    origins_add(origins, (uint32_t)i, name) == -1)
			return -1;
		if (fprintf(out, "%s\n", e->wrong != NULL ? "#" :
		    followentry_value(e)) < 0)
			return -1;
	}
	return fflush(out) == EOF ? -1 : 0;
}

int
followmap_start_lines(struct followmap *m, const struct followtable *t,
    const char *prefix)
{
	struct origins origins = { .are_lines = 1 };
	struct options o = *m->o;
	const int is_child = start(m);
	int fd, wrong = 0;
	FILE *out;

	if (is_child != 1)
		return is_child;
	o.keeps_clients = 1;
	o.text = "-";
	o.origins = &origins;
	fd = memfd_create("clients", MFD_CLOEXEC);
	if (fd == -1 || dup2(fd, STDIN_FILENO) == -1 ||
	    (out = fdopen(fd, "w")) == NULL ||
	    write_lines(t, prefix, &origins, out, &wrong) == -1 ||
	    lseek(STDIN_FILENO, 0, SEEK_SET) == -1) {
		warn("cannot keep the lines");
		_exit(111);
	}
	/* All others are wanted as well, but no map. */
	if (wrong) {
		o.dry = 1;
		(void)m->compile(&o);
		fflush(stdout);
		_exit(1);
	}
	compile(m, &o);
	return 0;
}

static char *
read_report(int fd)
{
	char *text = malloc(REPORT_MAX + 1);
	ssize_t n;

	if (text == NULL)
		return NULL;
	n = pread(fd, text, REPORT_MAX, 0);
	if (n <= 0) {
		free(text);
		return NULL;
	}
	text[n] = '\0';
	return text;
}

int
followmap_has_ended(struct followmap *m, int *code, char **report)
{
	int status;

	if (m->pid == 0 || waitpid(m->pid, &status, WNOHANG) != m->pid)
		return 0;
	m->pid = 0;
	*code = WIFEXITED(status) ? WEXITSTATUS(status) : 111;
	*report = read_report(m->report_fd);
	close(m->report_fd);
	m->report_fd = -1;
	return 1;
}

int
followmap_wait_ms(const struct followmap *m, int ms)
{
	long long left;

	if (m->pid != 0)
		return ms < 0 || ms > 10 ? 10 : ms;
	if (m->due_ms == 0)
		return ms;
	left = m->due_ms - now_ms();
	if (left < 0)
		left = 0;
	return ms < 0 || left < ms ? (int)left : ms;
}

void
followmap_end(struct followmap *m)
{
	if (m->pid != 0)
		(void)waitpid(m->pid, NULL, 0);
	if (m->report_fd != -1)
		close(m->report_fd);
	m->pid = 0;
	m->report_fd = -1;
}

void
followmap_log(const char *report)
{
	const char *end;
	size_t lines = 0, more = 0;

	for (; report != NULL && *report != '\0'; report = end) {
		end = strchr(report, '\n');
		end = end == NULL ? report + strlen(report) : end + 1;
		if (++lines > LOG_LINES)
			more++;
		else
			fprintf(stderr, "%.*s%s", (int)(end - report), report,
			    end[-1] == '\n' ? "" : "\n");
	}
	if (more > 0)
		warnx("and %zu lines more", more);
}
