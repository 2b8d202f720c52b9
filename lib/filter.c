/*
 * libseccomp makes the filter, once; loading it is one system call, which
 * every child can afford.
 */
#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every filter of ours is far shorter, and fits into a pipe as well. */
#define INSTRUCTIONS_MAX 1024

/* Writes the filter to fd: 0, or an error's number. */
static int
write_filter(int fd, const int *calls, size_t n)
{
	scmp_filter_ctx rules = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	int error = rules == NULL ? ENOMEM : 0;

	for (size_t i = 0; i < n && error == 0; i++)
		error = -seccomp_rule_add(rules, SCMP_ACT_ALLOW, calls[i], 0);
	return error != 0 ? error : -seccomp_export_bpf(rules, fd);
}

/* Reads it from fd: 0, or an error's number. */
static int
read_filter(struct sock_fprog *filter, int fd)
{
	size_t size = INSTRUCTIONS_MAX * sizeof(*filter->filter);
	struct sock_filter buf[INSTRUCTIONS_MAX];
	ssize_t n = read(fd, buf, size);

	if (n == -1)
		return errno;
	if (n == 0 || (size_t)n == size)
		return EMSGSIZE;
	if ((filter->filter = malloc((size_t)n)) == NULL)
		return errno;
	memcpy(filter->filter, buf, (size_t)n);
	filter->len = (unsigned short)((size_t)n / sizeof(*buf));
	return 0;
}

/*
 * libseccomp works in a process of its own, which takes its memory along when
 * it ends: tftpd's transfers would inherit that.
 */
static int
make(struct sock_fprog *filter, const int fd[2], const int *calls, size_t n)
{
	pid_t pid = fork();
	int status;

	if (pid == -1)
		return errno;
	if (pid == 0)
		_exit(write_filter(fd[1], calls, n));
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return errno;
	if (!WIFEXITED(status))
		return ECANCELED;
	return WEXITSTATUS(status) != 0 ? WEXITSTATUS(status) :
	    read_filter(filter, fd[0]);
}

const char *
filter_make(struct sock_fprog *filter, const int *calls, size_t n)
{
	int fd[2], error;

	memset(filter, 0, sizeof(*filter));
	/* Their C libraries use other calls, which nobody has tried. */
	if (sizeof(long) != 8)
		return "there is no list of system calls for 32 bits";
	if (pipe2(fd, O_CLOEXEC) == -1)
		return strerror(errno);
	error = make(filter, fd, calls, n);
	close(fd[0]);
	close(fd[1]);
	return error == 0 ? NULL : strerror(error);
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
