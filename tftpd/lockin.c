/*
 * Which system calls the parent and each kind of child need. The lists are
 * for every C library: where there are two calls for one thing, both.
 */
#include "lockin.h"

#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "filter.h"
#include "landlock.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* A child's lists: at most 14 calls each. */
static const int send_calls[] = {
	SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(sendmsg),
	SCMP_SYS(setsockopt),		/* how long to wait */
	SCMP_SYS(pread64),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat),	/* has the file changed? */
	SCMP_SYS(write),		/* the report */
	SCMP_SYS(clock_gettime),	/* where it is not in the vDSO */
	SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),	/* between bursts */
	SCMP_SYS(getpid),		/* for syslog, without a parent */
	SCMP_SYS(exit_group),
};

static const int receive_calls[] = {
	SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(sendmsg),
	SCMP_SYS(setsockopt),
	SCMP_SYS(write), SCMP_SYS(fdatasync),
	SCMP_SYS(close),		/* of the file, before dallying */
	SCMP_SYS(clock_gettime),
	SCMP_SYS(getpid),
	SCMP_SYS(exit_group),
};

static const int cast_calls[] = {
	SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(recvfrom), SCMP_SYS(sendto),
	SCMP_SYS(pread64),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat),
	SCMP_SYS(write),
	SCMP_SYS(shutdown),		/* nobody can come any more */
	SCMP_SYS(clock_gettime),
	SCMP_SYS(getpid),
	SCMP_SYS(exit_group),
};

/*
 * The parent's, with all that are its children's: they have its filter, too.
 * What is missing is exec and ptrace, for example.
 */
static const int parent_calls[] = {
	/* Waiting for datagrams, taking them in, answering. */
	SCMP_SYS(ppoll), SCMP_SYS(poll), SCMP_SYS(recvmsg),
	SCMP_SYS(recvfrom), SCMP_SYS(sendmsg), SCMP_SYS(sendto),
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(close),
	/* Opening, and saying why something cannot be opened. */
	SCMP_SYS(openat2), SCMP_SYS(openat), SCMP_SYS(open),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(stat),
	SCMP_SYS(statx), SCMP_SYS(lseek), SCMP_SYS(getdents64),
	SCMP_SYS(fcntl), SCMP_SYS(readlinkat), SCMP_SYS(getxattr),
	SCMP_SYS(getgroups), SCMP_SYS(getuid), SCMP_SYS(geteuid),
	SCMP_SYS(getgid), SCMP_SYS(getegid),
	/* Children: sockets, fork, lock, end. */
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(bind),
	SCMP_SYS(connect), SCMP_SYS(setsockopt), SCMP_SYS(getsockopt),
	SCMP_SYS(getsockname), SCMP_SYS(shutdown),
	SCMP_SYS(clone), SCMP_SYS(fork), SCMP_SYS(set_robust_list),
	SCMP_SYS(gettid), SCMP_SYS(getpid), SCMP_SYS(kill),
	SCMP_SYS(wait4), SCMP_SYS(landlock_restrict_self),
	SCMP_SYS(seccomp), SCMP_SYS(prlimit64), SCMP_SYS(setrlimit),
	SCMP_SYS(exit_group),
	/* Memory, signals, clocks, chance. */
	SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap),
	SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(mprotect),
	SCMP_SYS(futex), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
	SCMP_SYS(getrandom), SCMP_SYS(pread64), SCMP_SYS(writev),
	/* Uploads: a file, its room, its name. */
	SCMP_SYS(fstatfs), SCMP_SYS(fdatasync), SCMP_SYS(fchmod),
	SCMP_SYS(linkat), SCMP_SYS(renameat), SCMP_SYS(renameat2),
	SCMP_SYS(unlinkat),
	SCMP_SYS(flock),		/* of the counters' folder, -P */
};

static const struct {
	const int *calls;
	size_t n;
} list[LOCKIN_KINDS] = {
	[LOCKIN_SEND] = {send_calls, COUNT(send_calls)},
	[LOCKIN_RECEIVE] = {receive_calls, COUNT(receive_calls)},
	[LOCKIN_CAST] = {cast_calls, COUNT(cast_calls)},
};

_Static_assert(COUNT(send_calls) <= 14 && COUNT(receive_calls) <= 14 &&
    COUNT(cast_calls) <= 14, "the fewest calls that do");

static void
forget_filters(struct lockin *l)
{
	for (size_t i = 0; i < LOCKIN_KINDS; i++)
		free(l->filter[i].filter);
	memset(l->filter, 0, sizeof(l->filter));
}

const char *
lockin_parent(struct lockin *l, const struct lockin_needs *needs,
    struct sandbox *b)
{
	const char *missing;

	l->rules = landlock_open();
	sandbox_begin(b);
	for (size_t i = 0; i < LOCKIN_KINDS; i++)
		sandbox_filter(b, &l->filter[i], list[i].calls, list[i].n);
	sandbox_read(b, needs->root_fd);
	sandbox_read_map(b, needs->map_path);
	sandbox_write(b, needs->upload_fd);
	sandbox_write(b, needs->counters_fd);
	missing = sandbox_enter(b, parent_calls, COUNT(parent_calls),
	    needs->descriptors);
	if (!b->has_rules && l->rules != -1) {
		close(l->rules);
		l->rules = -1;
	}
	if (!b->has_filter)
		forget_filters(l);
	return missing;
}

/* Where there is no seccomp: no further descriptor, no further process. */
static int
limit(enum lockin_kind kind)
{
	/* poll(2) of so many wants it. */
	const struct rlimit none = {0, 0}, two = {2, 2};

	if (setrlimit(RLIMIT_NOFILE, kind == LOCKIN_CAST ? &two : &none) == -1)
		return -1;
	return setrlimit(RLIMIT_NPROC, &none);
}

int
lockin_child(const struct lockin *l, enum lockin_kind kind)
{
	if (l->rules != -1 && landlock_enter(l->rules) == -1)
		return -1;
	if (l->filter[kind].len == 0)
		return limit(kind);
	return filter_enter(&l->filter[kind]);
}
