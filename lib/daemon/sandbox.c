/*
 * Locking in, step by step; noting each step that cannot be done.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "daemon/append.h"
#include "daemon/landlock.h"
#include "daemon/sandbox.h"

/*
 * What is missing is exec and ptrace, for example. What one server alone needs it adds
 * by itself.
 */
static const int parent_calls[] = {
	/* Waiting, taking in, answering. */
	SCMP_SYS(ppoll), SCMP_SYS(poll), SCMP_SYS(recvmsg),
	SCMP_SYS(recvfrom), SCMP_SYS(sendmsg), SCMP_SYS(sendto),
	SCMP_SYS(setsockopt), SCMP_SYS(getsockopt), SCMP_SYS(getsockname),
	SCMP_SYS(shutdown),
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(close),
	/* Opening, and saying why something cannot be opened. */
	SCMP_SYS(openat2), SCMP_SYS(openat), SCMP_SYS(open),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(stat),
	SCMP_SYS(statx), SCMP_SYS(lseek), SCMP_SYS(getdents64),
	SCMP_SYS(fcntl), SCMP_SYS(readlinkat), SCMP_SYS(getxattr),
	SCMP_SYS(getgroups), SCMP_SYS(getuid), SCMP_SYS(geteuid),
	SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(pread64),
	/* Children: fork, lock, end. */
	SCMP_SYS(clone), SCMP_SYS(fork), SCMP_SYS(set_robust_list),
	SCMP_SYS(gettid), SCMP_SYS(getpid), SCMP_SYS(kill), SCMP_SYS(wait4),
	SCMP_SYS(landlock_restrict_self), SCMP_SYS(seccomp),
	SCMP_SYS(prlimit64), SCMP_SYS(setrlimit), SCMP_SYS(exit_group),
	/* Memory, signals, clocks, chance. */
	SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap),
	SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(mprotect),
	SCMP_SYS(futex), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
	SCMP_SYS(getrandom),
	/* The counters' file, -P. */
	SCMP_SYS(flock), SCMP_SYS(fdatasync), SCMP_SYS(fchmod),
	SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(unlinkat),
	/* Who is done, -D: may it be written, and it is on the disk. */
	SCMP_SYS(fstatfs), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	SCMP_SYS(fsync),
};

static void
miss(struct sandbox *b, const char *what, const char *reason)
{
	struct append a = append_begin(b->missing, sizeof(b->missing));

	append_cut(&a, "%sno %s: %s", a.n == 0 ? "" : ", ", what, reason);
}

/* Without a rule less can be opened, not more: that is safe, and said. */
static void
allow(struct sandbox *b, int folder_fd, enum landlock_right right)
{
	if (b->rules != -1 && folder_fd != -1 &&
	    landlock_allow(b->rules, folder_fd, right) == -1)
		miss(b, "rule of Landlock", strerror(errno));
}

void
sandbox_begin(struct sandbox *b)
{
	memset(b, 0, sizeof(*b));
	if ((b->rules = landlock_open()) == -1)
		miss(b, "Landlock", strerror(errno));
}

void
sandbox_read(struct sandbox *b, int folder_fd)
{
	allow(b, folder_fd, LANDLOCK_READ);
}

void
sandbox_add(struct sandbox *b, int folder_fd)
{
	allow(b, folder_fd, LANDLOCK_ADD);
}

void
sandbox_write(struct sandbox *b, int folder_fd)
{
	allow(b, folder_fd, LANDLOCK_WRITE);
}

static void
read_folder_of(struct sandbox *b, const char *file)
{
	char path[PATH_MAX];
	int fd, n = snprintf(path, sizeof(path), "%s", file);

	if (n < 0 || (size_t)n >= sizeof(path))
		return;
	fd = open(dirname(path), O_PATH | O_DIRECTORY | O_CLOEXEC);
	allow(b, fd, LANDLOCK_READ);
	if (fd != -1)
		close(fd);
}

void
sandbox_read_map(struct sandbox *b, const char *map_path)
{
	char target[PATH_MAX];

	read_folder_of(b, map_path);
	if (realpath(map_path, target) != NULL)
		read_folder_of(b, target);
}

void
sandbox_calls(struct sandbox *b, const int *calls, size_t n)
{
	if (n > SANDBOX_CALLS_MAX - b->calls) {
		miss(b, "room for system calls", strerror(ENOMEM));
		return;
	}
	memcpy(b->call + b->calls, calls, n * sizeof(*calls));
	b->calls += n;
}

void
sandbox_parent_calls(struct sandbox *b)
{
	sandbox_calls(b, parent_calls,
	    sizeof(parent_calls) / sizeof(*parent_calls));
}

static void
bound_descriptors(struct sandbox *b, rlim_t descriptors)
{
	struct rlimit l;
	int first = dup(STDIN_FILENO);	/* the number that is free */

	if (first == -1 || getrlimit(RLIMIT_NOFILE, &l) == -1) {
		miss(b, "limit of descriptors", strerror(errno));
		return;
	}
	close(first);
	descriptors += (rlim_t)first;
	l.rlim_max = l.rlim_max < descriptors ? l.rlim_max : descriptors;
	l.rlim_cur = l.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &l) == -1)
		miss(b, "limit of descriptors", strerror(errno));
}

void
sandbox_filter(struct sandbox *b, struct sock_fprog *filter, const int *calls,
    size_t n, const struct filter_rule *rules, size_t n_rules)
{
	const char *reason = filter_make(filter, calls, n, rules, n_rules);

	if (reason != NULL)
		miss(b, "filter of system calls", reason);
}

static void
enter_filter(struct sandbox *b)
{
	struct sock_fprog filter;

	sandbox_filter(b, &filter, b->call, b->calls, NULL, 0);
	if (filter.len != 0 && filter_enter(&filter) == -1)
		miss(b, "seccomp", strerror(errno));
	else
		b->has_filter = filter.len != 0;
	free(filter.filter);
}

const char *
sandbox_enter(struct sandbox *b, rlim_t descriptors)
{
	bound_descriptors(b, descriptors);
	/* Other processes of our user may not look into our memory. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1)
		miss(b, "closed memory", strerror(errno));
	if (b->rules != -1) {
		if (landlock_enter(b->rules) == -1)
			miss(b, "Landlock", strerror(errno));
		else
			b->has_rules = 1;
		close(b->rules);
	}
	enter_filter(b);
	return b->missing[0] == '\0' ? NULL : b->missing;
}
