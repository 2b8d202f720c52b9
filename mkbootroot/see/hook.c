/*
 * The process has a group of its own, so that what a script has started ends with
 * it. It reads a file of memory: it need not read at all, and nobody waits for it.
 */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/now.h"
#include "file/writeall.h"
#include "mkbootroot/see/hook.h"

void
hook_begin(struct hook *h, const char *program, int limit_ms)
{
	*h = (struct hook){.program = program, .limit_ms = limit_ms,
	    .pid_fd = -1};
}

/* What it reads. -1: errno. */
static int
input(const char *text, size_t n)
{
	int fd = memfd_create("event", MFD_CLOEXEC), error;

	if (fd == -1)
		return -1;
	if (write_all(fd, text, n) == 0 && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* 0, or an errno. Signals are as in a program that a shell starts. */
static int
spawn(struct hook *h, int fd)
{
	char *argv[] = {(char *)h->program, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int error;

	sigemptyset(&none);
	sigfillset(&all);
	if ((error = posix_spawn_file_actions_init(&actions)) != 0)
		return error;
	if ((error = posix_spawnattr_init(&attributes)) != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return error;
	}
	if ((error = posix_spawn_file_actions_adddup2(&actions, fd,
	    STDIN_FILENO)) == 0 &&
	    (error = posix_spawnattr_setsigmask(&attributes, &none)) == 0 &&
	    (error = posix_spawnattr_setsigdefault(&attributes, &all)) == 0 &&
	    (error = posix_spawnattr_setflags(&attributes,
	    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
	    POSIX_SPAWN_SETSIGDEF)) == 0)
		error = posix_spawnp(&h->pid, h->program, &actions,
		    &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

int
hook_start(struct hook *h, const char *text, size_t n)
{
	const int fd = input(text, n);
	int error;

	if (fd == -1)
		return -1;
	error = spawn(h, fd);
	close(fd);
	if (error != 0) {
		h->pid = 0;
		errno = error;
		return -1;
	}
	h->is_killed = 0;
	h->due_ms = now_ms() + h->limit_ms;
	/* Without it, its end is looked for now and then. */
	/* By its number: musl has no function for it. */
	h->pid_fd = (int)syscall(SYS_pidfd_open, h->pid, 0);
	return 0;
}

static void
forget(struct hook *h)
{
	if (h->pid_fd != -1)
		close(h->pid_fd);
	h->pid_fd = -1;
	h->pid = 0;
}

enum hook_end
hook_look(struct hook *h, int *status)
{
	siginfo_t ended = {0};

	*status = 0;
	if (h->pid == 0)
		return HOOK_DONE;
	if (waitid(P_PID, (id_t)h->pid, &ended, WEXITED | WNOHANG | WNOWAIT) ==
	    0 && ended.si_pid == 0) {
		if (now_ms() >= h->due_ms && !h->is_killed) {
			kill(-h->pid, SIGKILL);
			h->is_killed = 1;
		}
		return HOOK_RUNS;
	}
	/* What a script leaves behind has no time of its own. Until its leader is
	   waited for, the group is surely this one. */
	kill(-h->pid, SIGKILL);
	(void)waitpid(h->pid, status, 0);
	forget(h);
	return h->is_killed ? HOOK_KILLED : *status == 0 ? HOOK_DONE :
	    HOOK_FAILED;
}

int
hook_wait_ms(const struct hook *h, int ms)
{
	const long long left = h->due_ms - now_ms();

	if (h->pid == 0)
		return ms;
	if (h->pid_fd == -1 && (ms < 0 || ms > 20))
		ms = 20;
	if (h->is_killed)
		return ms;
	if (left <= 0)
		return 0;
	return ms < 0 || left < ms ? (int)left : ms;
}

void
hook_stop(struct hook *h)
{
	if (h->pid == 0)
		return;
	kill(-h->pid, SIGKILL);
	(void)waitpid(h->pid, NULL, 0);
	forget(h);
}
