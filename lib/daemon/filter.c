/*
 * libseccomp makes the filter, once; loading it is one system call, which
 * every child can afford.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/filter.h"

/* Every filter of ours is far shorter, and fits into a pipe as well. */
#define INSTRUCTIONS_MAX 1024

/* A descriptor above another one has no upper bits: these are not looked at
 * where it is compared for equality alone. */
static int
add_rule(scmp_filter_ctx rules, const struct filter_rule *r)
{
	struct scmp_arg_cmp c[FILTER_CONDITIONS];

	for (unsigned i = 0; i < r->conditions; i++) {
		const struct filter_condition *f = &r->condition[i];

		c[i].arg = f->argument;
		c[i].op = f->compare == FILTER_ABOVE ? SCMP_CMP_GT :
		    f->compare == FILTER_NULL ? SCMP_CMP_EQ :
		    SCMP_CMP_MASKED_EQ;
		c[i].datum_a = f->compare == FILTER_IS ? UINT32_MAX : f->value;
		c[i].datum_b = f->compare == FILTER_IS ? f->value : 0;
	}
	return seccomp_rule_add_array(rules, SCMP_ACT_ALLOW, r->call,
	    r->conditions, c);
}

/* Writes the filter to fd, in one piece; or nothing. */
static void
write_filter(int fd, const int *calls, size_t n,
    const struct filter_rule *with, size_t n_with)
{
	scmp_filter_ctx rules = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));

	if (rules == NULL)
		return;
	for (size_t i = 0; i < n; i++)
		if (seccomp_rule_add(rules, SCMP_ACT_ALLOW, calls[i], 0) != 0)
			return;
	for (size_t i = 0; i < n_with; i++)
		if (add_rule(rules, &with[i]) != 0)
			return;
	(void)seccomp_export_bpf(rules, fd);
}

/* Reads it from fd. */
static const char *
read_filter(struct sock_fprog *filter, int fd)
{
	struct sock_filter buf[INSTRUCTIONS_MAX];
	ssize_t n = read(fd, buf, sizeof(buf));

	if (n <= 0 || n == sizeof(buf))
		return "libseccomp did not make it";
	if ((filter->filter = malloc((size_t)n)) == NULL)
		return strerror(errno);
	memcpy(filter->filter, buf, (size_t)n);
	filter->len = (unsigned short)((size_t)n / sizeof(*buf));
	return NULL;
}

/*
 * libseccomp works in a process of its own, which takes its memory along when
 * it ends: tftpd's transfers would inherit that.
 */
const char *
filter_make(struct sock_fprog *filter, const int *calls, size_t n,
    const struct filter_rule *rules, size_t n_rules)
{
	const char *reason;
	int fd[2];
	pid_t pid;

	memset(filter, 0, sizeof(*filter));
	/* Their C libraries use other calls, which nobody has tried. */
	if (sizeof(long) != 8)
		return "there is no list of system calls for 32 bits";
	if (pipe2(fd, O_CLOEXEC) == -1)
		return strerror(errno);
	if ((pid = fork()) == 0) {
		write_filter(fd[1], calls, n, rules, n_rules);
		_exit(0);
	}
	close(fd[1]);
	reason = pid == -1 ? strerror(errno) : read_filter(filter, fd[0]);
	close(fd[0]);
	if (pid != -1)
		(void)waitpid(pid, NULL, 0);
	return reason;
}

int
filter_enter(const struct sock_fprog *filter)
{
	/*
	 * Kernels before 5.16 would otherwise slow each process down that has
	 * a filter, against its own scripts reading its memory: ours have
	 * none.
	 */
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_SPEC_ALLOW, filter);
}
