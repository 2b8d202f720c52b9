/*
 * What the child prints is read whenever there is some. Its group ends with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/now.h"
#include "mkbootroot/follow/followchild.h"
#include "mkbootroot/spawn.h"

#define OUT_MAX ((size_t)1 << 28)
#define SAID_READS 256		/* at once: more than a pipe holds */

static void
close_all(int *fd, int n)
{
	for (int i = 0; i < n; i++)
		if (fd[i] != -1)
			close(fd[i]);
}

int
followchild_start(struct followchild *c, const char *const argv[],
    const char *text, size_t n, int limit_ms)
{
	int out[2] = { -1, -1 }, said[2] = { -1, -1 }, in, error;

	if ((in = spawn_input(text, n)) == -1)
		return -1;
	if (pipe2(out, O_CLOEXEC) == -1 || pipe2(said, O_CLOEXEC) == -1 ||
	    fcntl(out[0], F_SETFL, O_NONBLOCK) == -1 ||
	    fcntl(said[0], F_SETFL, O_NONBLOCK) == -1)
		error = errno;
	else
		error = spawn_program(&c->pid, argv,
		    (int[]){ in, out[1], said[1] });
	close(in);
	if (error != 0) {
		close_all(out, 2);
		close_all(said, 2);
		c->pid = 0;
		errno = error;
		return -1;
	}
	close(out[1]);
	close(said[1]);
	c->out_fd = out[0];
	c->said_fd = said[0];
	c->limit_ms = limit_ms;
	c->due_ms = limit_ms == 0 ? 0 : now_ms() + limit_ms;
	c->is_killed = 0;
	c->n = c->said_n = 0;
	return 0;
}

static int
make_room(struct followchild *c)
{
	const size_t size = c->size * 2 + 65536;
	char *out;

	if (c->n < c->size)
		return 0;
	if (size > OUT_MAX) {
		errno = EFBIG;
		return -1;
	}
	if ((out = realloc(c->out, size)) == NULL)
		return -1;
	c->out = out;
	c->size = size;
	return 0;
}

/* -1: errno. */
static int
read_out(struct followchild *c)
{
	ssize_t n;

	while (c->out_fd != -1) {
		if (make_room(c) == -1)
			return -1;
		n = read(c->out_fd, c->out + c->n, c->size - c->n);
		if (n > 0) {
			c->n += (size_t)n;
		} else if (n == 0) {
			close(c->out_fd);
			c->out_fd = -1;
		} else if (errno == EAGAIN) {
			return 0;
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

/* Of what it says only the end is kept. Whoever says more than that waits for us. */
static void
read_said(struct followchild *c)
{
	char more[FOLLOWCHILD_SAID];
	size_t keep;
	ssize_t n;
	int i;

	for (i = 0; i < SAID_READS && c->said_fd != -1; i++) {
		n = read(c->said_fd, more, sizeof(more));
		if (n == -1 && errno == EINTR)
			continue;
		if (n == 0) {
			close(c->said_fd);
			c->said_fd = -1;
		}
		if (n <= 0)
			return;
		keep = sizeof(c->said) - (size_t)n;
		if (c->said_n > keep) {
			memmove(c->said, c->said + c->said_n - keep, keep);
			c->said_n = keep;
		}
		memcpy(c->said + c->said_n, more, (size_t)n);
		c->said_n += (size_t)n;
	}
}

static void
forget(struct followchild *c)
{
	int fd[] = { c->out_fd, c->said_fd };

	close_all(fd, 2);
	c->out_fd = c->said_fd = -1;
	c->pid = 0;
}

int
followchild_look(struct followchild *c, int *status)
{
	siginfo_t ended = { 0 };

	*status = 0;
	if (c->due_ms != 0 && now_ms() >= c->due_ms && !c->is_killed) {
		kill(-c->pid, SIGKILL);
		c->is_killed = 1;
	}
	/* Looked at first: what it printed before is in the pipe then. */
	if (waitid(P_PID, (id_t)c->pid, &ended, WEXITED | WNOHANG | WNOWAIT) ==
	    -1)
		ended.si_pid = 0;
	if (read_out(c) == -1)
		return -1;
	read_said(c);
	if (ended.si_pid == 0)
		return 0;
	kill(-c->pid, SIGKILL);
	(void)waitpid(c->pid, status, 0);
	forget(c);
	return 1;
}

void
followchild_take(struct followchild *c, size_t n)
{
	memmove(c->out, c->out + n, c->n - n);
	c->n -= n;
}

static void
printable(const char *s, size_t n, char *buf, size_t size)
{
	size_t i;

	for (i = 0; i < n && i + 1 < size; i++)
		buf[i] = s[i] < ' ' || s[i] > '~' ? '?' : s[i];
	buf[i] = '\0';
}

char *
followchild_why(const struct followchild *c, int status, char *buf,
    size_t size)
{
	size_t end = c->said_n, start;

	while (end > 0 && c->said[end - 1] == '\n')
		end--;
	for (start = end; start > 0 && c->said[start - 1] != '\n'; start--)
		continue;
	if (end - start > 7 && memcmp(c->said + start, "Error: ", 7) == 0)
		start += 7;
	if (c->is_killed)
		snprintf(buf, size, "no answer within %d seconds",
		    c->limit_ms / 1000);
	else if (end > start)
		printable(c->said + start, end - start, buf, size);
	else
		snprintf(buf, size, WIFSIGNALED(status) ? "signal %d" :
		    "exit code %d", WIFSIGNALED(status) ? WTERMSIG(status) :
		    WEXITSTATUS(status));
	return buf;
}

void
followchild_poll(const struct followchild *c, struct pollfd p[2])
{
	p[0] = (struct pollfd){ .fd = c->pid == 0 ? -1 : c->out_fd,
	    .events = POLLIN };
	p[1] = (struct pollfd){ .fd = c->pid == 0 ? -1 : c->said_fd,
	    .events = POLLIN };
}

int
followchild_wait_ms(const struct followchild *c, int ms)
{
	long long left;

	if (c->pid == 0)
		return ms;
	/* Its end is seen by what it closes, and a little later. */
	left = c->out_fd == -1 && c->said_fd == -1 ? 10 : 1000;
	if (ms < 0 || left < ms)
		ms = (int)left;
	if (c->due_ms == 0)
		return ms;
	left = c->is_killed ? 20 : c->due_ms - now_ms();
	if (left < 0)
		left = 0;
	return left < ms ? (int)left : ms;
}

void
followchild_stop(struct followchild *c)
{
	if (c->pid != 0) {
		kill(-c->pid, SIGKILL);
		(void)waitpid(c->pid, NULL, 0);
		forget(c);
	}
	free(c->out);
	*c = (struct followchild){ .out_fd = -1, .said_fd = -1 };
}
