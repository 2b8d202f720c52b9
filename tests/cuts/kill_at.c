/*
 * Runs a command and kills it at the Nth system call of a name, before that is done.
 *
 *	kill_at NAME N COMMAND [ARGUMENT...]
 *
 * strace stops a process at every call to do so, which takes most of the time where
 * that is done hundreds of times: here the kernel stops it at those of the name alone.
 * What is called before the command begins does not count. The exit status is as a
 * shell has it, 137 where it was killed.
 */
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <err.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void
run(int call, char **command)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);

	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == -1 || raise(SIGSTOP) != 0)
		err(2, "cannot be traced");
	if (f == NULL || seccomp_rule_add(f, SCMP_ACT_TRACE(0), call, 0) != 0 ||
	    seccomp_load(f) != 0)
		errx(2, "cannot filter");
	execvp(command[0], command);
	err(2, "cannot run %s", command[0]);
}

static int
stopped_by(int status, int event)
{
	return status >> 8 == (SIGTRAP | event << 8);
}

/* Signals that it gets go on to it. */
static int
follow(pid_t pid, unsigned long n)
{
	int status, begun = 0;

	for (;;) {
		int sig = 0;

		if (waitpid(pid, &status, 0) == -1)
			err(2, "cannot wait");
		if (WIFEXITED(status))
			return WEXITSTATUS(status);
		if (WIFSIGNALED(status))
			return 128 + WTERMSIG(status);
		if (stopped_by(status, PTRACE_EVENT_EXEC))
			begun = 1;
		else if (stopped_by(status, PTRACE_EVENT_SECCOMP))
			n -= (unsigned)begun;
		else
			sig = WSTOPSIG(status);
		if (n == 0 && kill(pid, SIGKILL) == -1)
			err(2, "cannot kill");
		else if (n > 0 && ptrace(PTRACE_CONT, pid, NULL, (long)sig) == -1)
			err(2, "cannot go on");
	}
}

int
main(int argc, char **argv)
{
	unsigned long n = argc > 3 ? strtoul(argv[2], NULL, 10) : 0;
	int call, status;
	pid_t pid;

	if (n == 0)
		errx(2, "usage: kill_at name n command...");
	if ((call = seccomp_syscall_resolve_name(argv[1])) == __NR_SCMP_ERROR)
		errx(2, "no such call: %s", argv[1]);
	if ((pid = fork()) == -1)
		err(2, "cannot fork");
	if (pid == 0)
		run(call, argv + 3);
	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL, (long)(PTRACE_O_TRACEEXEC |
	    PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL)) == -1 ||
	    ptrace(PTRACE_CONT, pid, NULL, NULL) == -1)
		err(2, "cannot trace");
	return follow(pid, n);
}
