/*
 * What a script has started ends with it, and nobody waits for what it reads.
 */
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/now.h"
#include "mkbootroot/see/hook.h"
#include "mkbootroot/spawn.h"

void
hook_begin(struct hook *h, const char *program, int limit_ms)
{
	*h = (struct hook){.program = program, .limit_ms = limit_ms,
	    .pid_fd = -1};
}

int
hook_start(struct hook *h, const char *text, size_t n)
{
	const char *const argv[] = {h->program, NULL};
	const int fd = spawn_input(text, n);
	int error;

	if (fd == -1)
		return -1;
	error = spawn_program(&h->pid, argv, (int[]){fd, -1, -1});
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
