/*
 * Which system calls the parent and its children need. The lists are for every C
 * library: where there are two calls for one thing, both.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/filter.h"
#include "daemon/landlock.h"
#include "httpd/lockin.h"
#include "httpd/mapoffer.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* What a call could do to others is not allowed with it: see the rules below. */
static const int child_calls[] = {
	/* The connection. */
	SCMP_SYS(writev), SCMP_SYS(sendfile),
	/* Looking for a file, reading it, and saying why it cannot be read. */
	SCMP_SYS(openat2), SCMP_SYS(openat), SCMP_SYS(open), SCMP_SYS(close),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(stat),
	SCMP_SYS(statx), SCMP_SYS(pread64), SCMP_SYS(readlinkat),
	SCMP_SYS(getdents64), SCMP_SYS(lseek), SCMP_SYS(getxattr),
	SCMP_SYS(getgroups), SCMP_SYS(geteuid), SCMP_SYS(getegid),
	/* Whether its client is done, -D, and that may be written. */
	SCMP_SYS(fstatfs), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	/* Memory for what is made for a client. */
	SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap),
	/* Clocks, being asked to leave, and leaving. */
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall),
	SCMP_SYS(rt_sigtimedwait),	/* what the parent answers */
	SCMP_SYS(getpid),		/* for syslog, without a parent */
	SCMP_SYS(getppid),		/* who is asked has gone */
	SCMP_SYS(exit_group),
};

/*
 * The sockets of the reports and of the log are one for all processes: what is done
 * to a socket may be done to the connection only.
 */
#define OF_CONNECTION {0, FILTER_IS, LOCKIN_CONNECTION}
/* Without a place for the sender's address. */
#define RECEIVE_RULE {SCMP_SYS(recvfrom), 2, { \
	OF_CONNECTION, {4, FILTER_NULL, 0}}}
/* To the parent or the log: all of them connected. */
#define SEND_RULE {SCMP_SYS(sendto), 1, {{4, FILTER_NULL, 0}}}
/* How long a head may still take; and to reset the connection at its end. */
#define TIMEOUT_RULE {SCMP_SYS(setsockopt), 3, { \
	OF_CONNECTION, {1, FILTER_IS, SOL_SOCKET}, {2, FILTER_IS, SO_RCVTIMEO}}}
#define LINGER_RULE {SCMP_SYS(setsockopt), 3, { \
	OF_CONNECTION, {1, FILTER_IS, SOL_SOCKET}, {2, FILTER_IS, SO_LINGER}}}
/* What is large goes in whole packets. */
#define GATHER_RULE {SCMP_SYS(setsockopt), 3, { \
	OF_CONNECTION, {1, FILTER_IS, IPPROTO_TCP}, {2, FILTER_IS, TCP_CORK}}}
/* How much the client has not acknowledged. */
#define QUEUE_RULE {SCMP_SYS(ioctl), 2, { \
	OF_CONNECTION, {1, FILTER_IS, SIOCOUTQ}}}
/* The end of what is sent, while the rest is still taken in. */
#define SHUT_RULE {SCMP_SYS(shutdown), 2, { \
	OF_CONNECTION, {1, FILTER_IS, SHUT_WR}}}
/* A new map of the parent's: it stays where it is, for others. */
#define OFFER_RULE {SCMP_SYS(recvmsg), 2, { \
	{0, FILTER_IS, 0}, {2, FILTER_IS, MAPOFFER_FLAGS}}}
/* fdopendir(3), for names in the wrong case: it asks how a folder was opened, and has it
   closed by exec. */
#define FLAGS_RULE {SCMP_SYS(fcntl), 1, {{1, FILTER_IS, F_GETFL}}}
#define CLOEXEC_RULE {SCMP_SYS(fcntl), 2, { \
	{1, FILTER_IS, F_SETFD}, {2, FILTER_IS, FD_CLOEXEC}}}
/* The log, with -d: which descriptor that is, see logsend.h. */
#define ERROR_RULE {SCMP_SYS(write), 1, {{0, FILTER_IS, 0}}}

static const struct filter_rule child_rules[] = {
	RECEIVE_RULE, SEND_RULE, TIMEOUT_RULE, LINGER_RULE, GATHER_RULE,
	QUEUE_RULE, SHUT_RULE, OFFER_RULE, FLAGS_RULE, CLOEXEC_RULE, ERROR_RULE,
};

/* The parent's, with all that are its children's: beside those of every parent. */
static const int parent_calls[] = {
	/* Taking connections, sending to them, and turning them away. */
	SCMP_SYS(accept4), SCMP_SYS(accept), SCMP_SYS(getpeername),
	SCMP_SYS(sendfile), SCMP_SYS(ioctl), SCMP_SYS(dup3),
	/* A new map, which is shared. */
	SCMP_SYS(memfd_create), SCMP_SYS(pwrite64),
	/* Telling a child that what it has asked for is done. */
	SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_sigtimedwait),
	SCMP_SYS(getppid),
};

static void
make_filter(struct sandbox *b, struct sock_fprog *filter,
    const struct lockin_needs *needs)
{
	struct filter_rule rules[COUNT(child_rules)];

	/* Which descriptors those are is known now. */
	memcpy(rules, child_rules, sizeof(rules));
	for (size_t i = 0; i < COUNT(rules); i++)
		if (rules[i].call == SCMP_SYS(write))
			rules[i].condition[0].value = (uint32_t)needs->log_fd;
		else if (rules[i].call == SCMP_SYS(recvmsg))
			rules[i].condition[0].value =
			    (uint32_t)needs->mapoffer_fd;
	sandbox_filter(b, filter, child_calls, COUNT(child_calls), rules,
	    COUNT(rules));
}

const char *
lockin_parent(struct lockin *l, const struct lockin_needs *needs,
    struct sandbox *b)
{
	struct sandbox child;
	const char *missing;

	/* What the parent may write to is not its children's. */
	sandbox_begin(&child);
	sandbox_read(&child, needs->root_fd);
	sandbox_read_map(&child, needs->map_path);
	l->rules = child.rules;
	sandbox_begin(b);
	make_filter(b, &l->filter, needs);
	sandbox_read(b, needs->root_fd);
	sandbox_read_map(b, needs->map_path);
	sandbox_write(b, needs->counters_fd);
	sandbox_add(b, needs->done_fd);
	sandbox_parent_calls(b);
	sandbox_calls(b, parent_calls, COUNT(parent_calls));
	missing = sandbox_enter(b, needs->descriptors);
	/* Where it writes nothing its rules are its children's: they have them. */
	if (l->rules != -1 && (!b->has_rules || (needs->counters_fd == -1 &&
	    needs->done_fd == -1))) {
		close(l->rules);
		l->rules = -1;
	}
	if (!b->has_filter) {
		free(l->filter.filter);
		memset(&l->filter, 0, sizeof(l->filter));
	}
	return missing;
}

int
lockin_child(const struct lockin *l, int *connection)
{
	const struct rlimit none = {0, 0};

	/* O_CLOEXEC, too, so that musl makes the call that is allowed: without a flag
	   it takes dup2(2). */
	if (*connection != LOCKIN_CONNECTION) {
		if (dup3(*connection, LOCKIN_CONNECTION, O_CLOEXEC) == -1)
			return -1;
		close(*connection);
		*connection = LOCKIN_CONNECTION;
	}
	if (l->rules != -1 && landlock_enter(l->rules) == -1)
		return -1;
	/* Where there is no seccomp: no further process. */
	if (l->filter.len == 0)
		return setrlimit(RLIMIT_NPROC, &none);
	return filter_enter(&l->filter);
}
