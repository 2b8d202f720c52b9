/*
 * Which system calls the parent and each kind of child need. The lists are
 * for every C library: where there are two calls for one thing, both.
 */
#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/filter.h"
#include "daemon/landlock.h"
#include "tftpd/lockin.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))
#define RULES_MAX 4

/*
 * A child's lists: at most 14 calls each. What a call could do to others is
 * not allowed with it: see the rules below.
 */
static const int send_calls[] = {
	SCMP_SYS(sendmsg),
	SCMP_SYS(pread64),
	SCMP_SYS(fstat),		/* has the file changed? */
	SCMP_SYS(clock_gettime),	/* where it is not in the vDSO */
	SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),	/* between bursts */
	SCMP_SYS(getpid),		/* for syslog, without a parent */
	SCMP_SYS(exit_group),
};

static const int receive_calls[] = {
	SCMP_SYS(sendmsg),
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
	SCMP_SYS(fstat),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(getpid),
	SCMP_SYS(exit_group),
};

/* How long to wait, and nothing else of a socket that all may share. */
#define TIMEOUT_RULE {SCMP_SYS(setsockopt), 2, { \
	{1, FILTER_IS, SOL_SOCKET}, {2, FILTER_IS, SO_RCVTIMEO}}}
/* To the client, the parent or the log: all of them connected. */
#define SEND_RULE {SCMP_SYS(sendto), 1, {{4, FILTER_NULL, 0}}}
/* With -1, other clients' requests are in a socket that it has, too. */
#define RECEIVE_RULE {SCMP_SYS(recvfrom), 1, {{0, FILTER_ABOVE, 0}}}
/* The log, with -d: which descriptor that is, see logsend.h. */
#define ERROR_RULE {SCMP_SYS(write), 1, {{0, FILTER_IS, 0}}}
/* Nobody can come any more; the other way others could not report. */
#define SHUT_RULE {SCMP_SYS(shutdown), 1, {{1, FILTER_IS, SHUT_RD}}}

/* What the rules for recvfrom and write are about is known at the start. */
static const struct filter_rule send_rules[] = {
	RECEIVE_RULE, SEND_RULE, TIMEOUT_RULE, ERROR_RULE,
};
static const struct filter_rule receive_rules[] = {
	RECEIVE_RULE, SEND_RULE, TIMEOUT_RULE,
};
static const struct filter_rule cast_rules[] = {
	SHUT_RULE, ERROR_RULE,
};

/* The parent's, with all that are its children's: beside those of every parent. */
static const int parent_calls[] = {
	/* Sockets of transfers, and the log's. */
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(bind),
	SCMP_SYS(connect),
	SCMP_SYS(linkat),	/* the name of an upload */
};

static const struct {
	const int *calls;
	size_t n;
	const struct filter_rule *rules;
	size_t n_rules;
} list[LOCKIN_KINDS] = {
	[LOCKIN_SEND] = {send_calls, COUNT(send_calls),
	    send_rules, COUNT(send_rules)},
	[LOCKIN_RECEIVE] = {receive_calls, COUNT(receive_calls),
	    receive_rules, COUNT(receive_rules)},
	[LOCKIN_CAST] = {cast_calls, COUNT(cast_calls),
	    cast_rules, COUNT(cast_rules)},
};

_Static_assert(COUNT(send_calls) + COUNT(send_rules) <= 14 &&
    COUNT(receive_calls) + COUNT(receive_rules) <= 14 &&
    COUNT(cast_calls) + COUNT(cast_rules) <= 14, "the fewest calls that do");

static void
forget_filters(struct lockin *l)
{
	for (size_t i = 0; i < LOCKIN_KINDS; i++)
		free(l->filter[i].filter);
	memset(l->filter, 0, sizeof(l->filter));
}

/*
 * The inbox of a transfer with -1 is made when the listening sockets are open,
 * and so has a higher number than each of them.
 */
static void
make_filter(struct sandbox *b, struct sock_fprog *filter,
    enum lockin_kind kind, const struct lockin_needs *needs)
{
	struct filter_rule rules[RULES_MAX];
	size_t n = list[kind].n_rules;

	memcpy(rules, list[kind].rules, n * sizeof(*rules));
	for (size_t i = 0; i < n; i++) {
		if (rules[i].call == SCMP_SYS(recvfrom)) {
			rules[i].conditions = needs->shared_fd_max != -1;
			rules[i].condition[0].value =
			    (uint32_t)needs->shared_fd_max;
		} else if (rules[i].call == SCMP_SYS(write))
			rules[i].condition[0].value = (uint32_t)needs->log_fd;
	}
	sandbox_filter(b, filter, list[kind].calls, list[kind].n, rules, n);
}

const char *
lockin_parent(struct lockin *l, const struct lockin_needs *needs,
    struct sandbox *b)
{
	const char *missing;

	l->rules = landlock_open();
	sandbox_begin(b);
	for (enum lockin_kind i = 0; i < LOCKIN_KINDS; i++)
		make_filter(b, &l->filter[i], i, needs);
	sandbox_read(b, needs->root_fd);
	sandbox_read_map(b, needs->map_path);
	sandbox_write(b, needs->upload_fd);
	sandbox_write(b, needs->counters_fd);
	sandbox_add(b, needs->done_fd);
	sandbox_parent_calls(b);
	sandbox_calls(b, parent_calls, COUNT(parent_calls));
	missing = sandbox_enter(b, needs->descriptors);
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
