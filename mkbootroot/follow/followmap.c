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

#include "daemon/log.h"
#include "daemon/now.h"
#include "file/writeall.h"
#include "mkbootroot/follow/followmap.h"
#include "mkbootroot/text/origin.h"

#define TEXT_BUFFER 1048576
#define SHOWN_MAX 128		/* bytes of a key that are shown */

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
followmap_settle(struct followmap *m)
{
	const long long now = now_ms();

	if (m->due_ms == 0 || m->most_ms < m->due_ms)
		m->most_ms = now + FOLLOWMAP_SETTLE_MS;
	m->due_ms = now + FOLLOWMAP_GATHER_MS;
	if (m->due_ms > m->most_ms)
		m->due_ms = m->most_ms;
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

struct named {
	const struct followtable *t;
	const char *prefix;
};

static void
name_line(const void *arg, unsigned line, char buf[ORIGIN_SIZE])
{
	const struct named *of = arg;

	/* Lines count from 1; at the end of the text there is no entry. */
	snprintf(buf, ORIGIN_SIZE, "%s%s", of->prefix, line - 1 < of->t->n ?
	    of->t->list[line - 1]->bytes : "");
}

/* Whatever bytes the key has, it stays one line. */
static void
say_wrong(const char *prefix, const struct followentry *e)
{
	const size_t n = e->key_n < SHOWN_MAX ? e->key_n : SHOWN_MAX;
	char shown[LOG_VISIBLE_SIZE(SHOWN_MAX)];

	fprintf(stderr, "%s%s%s: %s\n", prefix, log_visible(shown,
	    sizeof(shown), e->bytes, n), n < e->key_n ? "..." : "", e->wrong);
}

/* The text as a file; what is wrong is said. */
static int
write_lines(const struct followtable *t, const char *prefix, FILE *out,
    int *wrong)
{
	const struct followentry *e;
	size_t i;

	for (i = 0; i < t->n; i++) {
		e = t->list[i];
		if (e->wrong != NULL) {
			say_wrong(prefix, e);
			*wrong = 1;
		} else if (fwrite(followentry_value(e), 1, e->value_n, out) !=
		    e->value_n) {
			return -1;
		}
		if (putc_unlocked('\n', out) == EOF)
			return -1;
	}
	return fflush(out) == EOF ? -1 : 0;
}

int
followmap_start_lines(struct followmap *m, const struct followtable *t,
    const char *prefix)
{
	const struct named named = { t, prefix };
	struct origins origins = { .name = name_line, .of = &named };
	struct options o = *m->o;
	const int is_child = start(m);
	int fd, wrong = 0;
	FILE *out;

	if (is_child != 1)
		return is_child;
	o.keeps_clients = o.shares_done = 1;
	o.text = "-";
	o.origins = &origins;
	fd = memfd_create("clients", MFD_CLOEXEC);
	if (fd == -1 || dup2(fd, STDIN_FILENO) == -1 ||
	    (out = fdopen(fd, "w")) == NULL ||
	    setvbuf(out, NULL, _IOFBF, TEXT_BUFFER) != 0 ||
	    write_lines(t, prefix, out, &wrong) == -1 ||
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

int
followmap_has_ended(struct followmap *m, int *code,
    struct followreport *report)
{
	int status;

	if (m->pid == 0 || waitpid(m->pid, &status, WNOHANG) != m->pid)
		return 0;
	m->pid = 0;
	*code = WIFEXITED(status) ? WEXITSTATUS(status) : 111;
	followreport_read(report, m->report_fd);
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
