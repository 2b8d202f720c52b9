/*
 * tftpd, httpd and dhcp-helper as somebody has them who took a process over: linked
 * to their objects (ld --wrap), it tries from inside what the process must not
 * do, with the first datagram, before a transfer's first byte, and with the first
 * request of a connection. Each line of
 * the log names the process, the attempt and what came of it; then things take
 * their course.
 *
 * $ATTEMPT_PLACE is a folder with open/, which may be read, open/up/, which may
 * be written to, and closed/; $ATTEMPT_PID is a process of the same user.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/log.h"
#if defined(DHCP_HELPER)
#include "dhcp-helper/serve.h"
#elif defined(HTTPD)
#include "daemon/reporting.h"
#include "httpd/serve.h"
#include "httpd/start.h"
#else
#include "odd.h"
#include "tftpd/cast.h"
#include "tftpd/receive.h"
#include "tftpd/send.h"
#include "tftpd/serve.h"
#endif

static const char *who;
static int parent;

/* Later there may be no call that says it. */
__attribute__((constructor))
static void
know_parent(void)
{
	parent = getppid();
}

static long
tell(const char *what, long result)
{
	log_line(LOG_NOTICE, "attempt %s %s %s", who, what,
	    result == -1 ? strerrorname_np(errno) : "done");
	return result;
}

static const char *
place(const char *name)
{
	static char path[4096];
	const char *folder = getenv("ATTEMPT_PLACE");

	snprintf(path, sizeof(path), "%s/%s", folder == NULL ? "" : folder,
	    name);
	return path;
}

static void
try_open(const char *what, const char *name, int flags)
{
	long fd = tell(what, syscall(SYS_openat, AT_FDCWD, place(name), flags,
	    0644));

	if (fd != -1)
		syscall(SYS_close, fd);
}

static void
try_files(void)
{
	const struct open_how how = {.flags = O_RDONLY};
	char old[64];

	try_open("read", "open/file", O_RDONLY);
	try_open("list", "open", O_RDONLY | O_DIRECTORY);
	try_open("read-other", "closed/file", O_RDONLY);
	try_open("list-other", "closed", O_RDONLY | O_DIRECTORY);
	try_open("write", "open/file", O_WRONLY);
	try_open("cut", "open/file", O_RDONLY | O_TRUNC);
	try_open("make", "open/new", O_WRONLY | O_CREAT);
	try_open("make-other", "closed/new", O_WRONLY | O_CREAT);
	try_open("make-upload", "open/up/new", O_WRONLY | O_CREAT);
	tell("openat2", syscall(SYS_openat2, AT_FDCWD, place("closed/file"),
	    &how, sizeof(how)));
	tell("remove", syscall(SYS_unlinkat, AT_FDCWD, place("open/file"), 0));
	snprintf(old, sizeof(old), "open/up/old-%s", who);
	tell("remove-upload", syscall(SYS_unlinkat, AT_FDCWD, place(old), 0));
	/* Who is done: a file can be made there, and none removed. */
	try_open("make-done", "done/new", O_WRONLY | O_CREAT);
	tell("remove-done", syscall(SYS_unlinkat, AT_FDCWD, place("done/old"),
	    0));
	tell("rename-done", syscall(SYS_renameat2, AT_FDCWD, place("done/old"),
	    AT_FDCWD, place("done/renamed"), 0));
	tell("mkdir", syscall(SYS_mkdirat, AT_FDCWD, place("open/up/folder"),
	    0755));
	tell("symlink", syscall(SYS_symlinkat, "x", AT_FDCWD,
	    place("open/up/link")));
	tell("mount", syscall(SYS_mount, "none", place("open"), "tmpfs", 0,
	    NULL));
	tell("memfd", syscall(SYS_memfd_create, "x", 0));
}

static void
try_sockets(void)
{
	int pair[2];
	long fd;

	if ((fd = tell("socket", syscall(SYS_socket, AF_INET, SOCK_DGRAM,
	    0))) != -1)
		syscall(SYS_close, fd);
	if ((fd = tell("socket-tcp", syscall(SYS_socket, AF_INET, SOCK_STREAM,
	    0))) != -1)
		syscall(SYS_close, fd);
	if (tell("socketpair", syscall(SYS_socketpair, AF_UNIX, SOCK_DGRAM, 0,
	    pair)) != -1) {
		syscall(SYS_close, pair[0]);
		syscall(SYS_close, pair[1]);
	}
}

/* A child of ours that was not to be ends at once. */
static void
end_child(long pid)
{
	if (pid == 0)
		syscall(SYS_exit_group, 0);
	if (pid > 0)
		syscall(SYS_wait4, pid, NULL, 0, NULL);
}

static void
try_processes(void)
{
	const char *pid = getenv("ATTEMPT_PID");
	int other = pid == NULL ? 1 : atoi(pid), above = getppid();
	char *argv[] = {"true", NULL};
	long result;

	if (above <= 0)		/* there is no such call any more */
		above = parent;
	result = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	end_child(result);
	tell("fork", result);
	result = syscall(SYS_clone3, NULL, 0);
	tell("clone3", result);
	tell("unshare", syscall(SYS_unshare, CLONE_NEWUSER));
	tell("exec", syscall(SYS_execve, "/bin/true", argv, argv + 1));
	tell("execveat", syscall(SYS_execveat, AT_FDCWD, "/bin/true", argv,
	    argv + 1, 0));
	tell("ptrace", syscall(SYS_ptrace, PTRACE_SEIZE, other, 0, 0));
	tell("ptrace-parent", syscall(SYS_ptrace, PTRACE_SEIZE, above, 0, 0));
	tell("kill", syscall(SYS_kill, other, 0));
	tell("kill-parent", syscall(SYS_kill, above, 0));
	tell("kill-all", syscall(SYS_kill, -1, 0));
	tell("tgkill", syscall(SYS_tgkill, other, other, 0));
	tell("pidfd", syscall(SYS_pidfd_open, other, 0));
	tell("read-memory", syscall(SYS_process_vm_readv, other, NULL, 0, NULL,
	    0, 0));
	tell("setuid", syscall(SYS_setuid, 0));
	tell("bpf", syscall(SYS_bpf, 0, NULL, 0));
	tell("io_uring", syscall(SYS_io_uring_setup, 1, NULL));
	tell("keyctl", syscall(SYS_keyctl, 0, 0, 0, 0, 0));
	tell("userfaultfd", syscall(SYS_userfaultfd, 0));
}

#ifndef DHCP_HELPER
/* What all transfers share, with -1 the listening socket: it stays as it is. */
static int shared_fd = -1;
#ifndef HTTPD
static int report_fd = -1;
#endif

#define NOWHERE 63

static void
try_what_is_shared(void)
{
	struct sock_filter drop = {BPF_RET | BPF_K, 0, 0, 0};
	struct sock_fprog filter = {1, &drop};
	const struct sockaddr_in to = {.sin_family = AF_INET};
	struct stat st;
	char byte = 'x';
	int one = 1, fd0 = 0;

#ifdef HTTPD
	/* That is the connection. Without a filter it would be of no use then. */
	if (syscall(SYS_getppid) != -1)
		fd0 = NOWHERE;
#endif
	tell("attach-filter", syscall(SYS_setsockopt, fd0, SOL_SOCKET,
	    SO_ATTACH_FILTER, &filter, sizeof(filter)));
	tell("lock-filter", syscall(SYS_setsockopt, fd0, SOL_SOCKET,
	    SO_LOCK_FILTER, &one, sizeof(one)));
	tell("buffer", syscall(SYS_setsockopt, fd0, SOL_SOCKET, SO_RCVBUF, &one,
	    sizeof(one)));
	tell("congestion", syscall(SYS_setsockopt, fd0, IPPROTO_TCP,
	    TCP_CONGESTION, "reno", 4));
	tell("stat", syscall(SYS_newfstatat, AT_FDCWD, place("closed/file"),
	    &st, 0));
	tell("stat-empty", syscall(SYS_newfstatat, AT_FDCWD,
	    place("closed/file"), &st, AT_EMPTY_PATH));
	tell("shut", syscall(SYS_shutdown, fd0, SHUT_RDWR));
#ifdef HTTPD
	/* A new map is there for all of them: it is looked at, and not taken. */
	for (int fd = 1; fd < 64; fd++) {
		struct iovec iov = {&byte, 1};
		struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};
		const long got = syscall(SYS_recvmsg, fd, &msg, MSG_DONTWAIT);

		if (got != -1 || errno != ENOSYS || fd == 63) {
			tell("take-offer", got);
			break;
		}
	}
	/* All processes have the sockets of the reports and of the log. */
	for (int fd = 1, of_all = 0; fd < 64; fd++) {
		of_all |= syscall(SYS_shutdown, fd, SHUT_WR) == 0;
		if (fd == 63)
			tell("shut-of-all", of_all ? 0 : -1);
	}
#endif
	/* Nothing is open there: a filter says so before the kernel looks. */
	if (strcmp(who, "cast") != 0)
		tell("send-to", syscall(SYS_sendto, NOWHERE, &byte, 1,
		    MSG_DONTWAIT, &to, sizeof(to)));
	if (strcmp(who, "receive") != 0)
		tell("write-to", syscall(SYS_write, NOWHERE, &byte, 1));
	tell("ioctl", syscall(SYS_ioctl, fd0, FIONREAD, &one));
	if (shared_fd != -1)
		tell("receive-shared", syscall(SYS_recvfrom, shared_fd, &byte,
		    1, MSG_PEEK | MSG_DONTWAIT, NULL, NULL));
}

#ifndef HTTPD
/* To whatever takes it: the socket of the reports is among them. */
static void
lie(const void *bytes, size_t n)
{
	for (int fd = 3; fd < 64; fd++)
		(void)syscall(SYS_sendto, fd, bytes, n, MSG_DONTWAIT, NULL, 0);
}
#endif
#endif

#ifndef DHCP_HELPER
/* A minute that somebody waits at most is a second here. */
int __real_setsockopt(int fd, int level, int name, const void *value,
    socklen_t n);
int __wrap_setsockopt(int fd, int level, int name, const void *value,
    socklen_t n);

int
__wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t n)
{
	const struct timeval minute = {60, 0}, second = {1, 0};

	if (level == SOL_SOCKET && n == sizeof(minute) &&
	    (name == SO_SNDTIMEO || name == SO_RCVTIMEO) &&
	    memcmp(value, &minute, n) == 0)
		value = &second;
	return __real_setsockopt(fd, level, name, value, n);
}
#endif

/* Once in each process. */
static void
attempt(const char *name)
{
	static const char *before;

	if (before != NULL && strcmp(before, name) == 0)
		return;
	who = before = name;
	try_files();
	try_sockets();
	try_processes();
#ifndef DHCP_HELPER
	if (strcmp(name, "parent") != 0)
		try_what_is_shared();
#endif
	tell("end", 0);
}

#ifdef DHCP_HELPER
void __real_serve(struct server *s, const struct datagram *d);
void __wrap_serve(struct server *s, const struct datagram *d);

void
__wrap_serve(struct server *s, const struct datagram *d)
{
	attempt("dhcp-helper");
	__real_serve(s, d);
}
#elif defined(HTTPD)
enum served __real_serve(struct child *c, size_t head_n);
enum served __wrap_serve(struct child *c, size_t head_n);
int __real_start_connection(struct server *s, int fd,
    const union address *peer, struct running *r);
int __wrap_start_connection(struct server *s, int fd,
    const union address *peer, struct running *r);

/* Another client of the map. */
#define OTHER_MAC "\x52\x54\x00\xab\xcd\xef"
#define OTHER_NAME "52-54-00-ab-cd-ef"

#define TIRELESS "says it again and again"

ssize_t __real_reporting_take(int *fd, void *report, size_t size, pid_t *pid);
ssize_t __wrap_reporting_take(int *fd, void *report, size_t size, pid_t *pid);

/*
 * As if a process sent its report anew, faster than anybody can read: one more is
 * there always. Whether a real one is as fast is a matter of luck.
 */
ssize_t
__wrap_reporting_take(int *fd, void *report, size_t size, pid_t *pid)
{
	static struct report again;
	static pid_t again_pid;
	static ssize_t again_n;
	ssize_t n = __real_reporting_take(fd, report, size, pid);

	if (n > 0 && memmem(report, (size_t)n, TIRELESS,
	    strlen(TIRELESS)) != NULL) {
		memcpy(&again, report, (size_t)n);
		again_pid = *pid;
		again_n = n;
	}
	if (n != 0 || again_n == 0)
		return n;
	memcpy(report, &again, (size_t)again_n);
	*pid = again_pid;
	return again_n;
}

/* What the process of a connection can say of itself: nothing that is another's. */
static void
lie_by_report(const struct child *c, const char *name)
{
	struct report r = {.slot = c->slot, .text_n = REPORT_TEXTS};
	unsigned char key[MAP_KEY_MAX];

	if (strstr(name, "liar-byte") != NULL)
		syscall(SYS_sendto, c->report_fd, "x", 1, 0, NULL, 0);
	if (strstr(name, "liar-slot") != NULL)
		r.slot++;
	if (strstr(name, "liar-far") != NULL)
		r.slot = (size_t)-1;
	if (strstr(name, "liar-outcome") != NULL)
		r.outcome = REPORT_OUTCOMES;
	if (strstr(name, "liar-reason") != NULL)
		r.reason = VIEW_REASONS;
	if (strstr(name, "liar-text") != NULL)
		r.text_n = 1;
	if (strstr(name, "liar-endless") != NULL)
		memset(r.text, 'x', sizeof(r.text));
	if (strstr(name, "liar-forwarded") != NULL)
		r.is_forwarded = 1;
	/* What it may ask for is written for its own client only. */
	if (strstr(name, "liar-done") != NULL) {
		r.asks = r.has_last = 1;
		r.has_mac = c->met.has_mac;
		memcpy(r.mac, c->met.mac, sizeof(r.mac));
		r.key_n = map_key(key, MAP_KEY_MAC, OTHER_MAC, 6);
		memcpy(r.key, key, r.key_n);
		strcpy(r.text, "done/01-" OTHER_NAME);
		r.text_n += strlen(r.text);
	}
	if (strstr(name, "liar-sent") != NULL) {
		r.has_last = 1;
		r.has_mac = c->met.has_mac;
		memcpy(r.mac, c->met.mac, sizeof(r.mac));
	}
	if (strstr(name, "liar-mac") != NULL) {
		r.asks = r.has_mac = 1;
		memcpy(r.mac, OTHER_MAC, sizeof(r.mac));
	}
	if (strstr(name, "liar-tireless") != NULL) {
		snprintf(r.text, sizeof(r.text), TIRELESS);
		r.text_n += strlen(r.text);
	}
	if (strstr(name, "liar-line") != NULL) {
		snprintf(r.text, sizeof(r.text), "a\nsent file=b client=c");
		r.text_n += strlen(r.text);
	}
	syscall(SYS_sendto, c->report_fd, &r, report_size(&r), 0, NULL, 0);
}

enum served
__wrap_serve(struct child *c, size_t head_n)
{
	attempt("child");
	if (memmem(c->connection->in, head_n, "abort", 5) != NULL)
		abort();
	if (memmem(c->connection->in, head_n, "liar-", 5) != NULL) {
		c->connection->in[head_n - 1] = '\0';
		lie_by_report(c, c->connection->in);
		c->connection->in[head_n - 1] = '\n';
	}
	return __real_serve(c, head_n);
}

int
__wrap_start_connection(struct server *s, int fd, const union address *peer,
    struct running *r)
{
	attempt("parent");
	return __real_start_connection(s, fd, peer, r);
}
#else
void __real_send_file(const struct send *s, struct report *report);
void __wrap_send_file(const struct send *s, struct report *report);
void __real_receive_file(struct receive *r, struct report *report);
void __wrap_receive_file(struct receive *r, struct report *report);
void __real_cast_ask_for(struct cast *c, uint64_t block);
void __wrap_cast_ask_for(struct cast *c, uint64_t block);
void __real_serve(struct server *s, int fd, const struct datagram *d);
void __wrap_serve(struct server *s, int fd, const struct datagram *d);

void
__wrap_send_file(const struct send *s, struct report *report)
{
	attempt("send");
	if (strstr(s->title, "abort") != NULL)
		abort();
	if (strstr(s->title, "liar-byte") != NULL)
		for (int i = 0; i < 100; i++)
			lie("x", 1);
	if (strstr(s->title, "liar-asks") != NULL)
		lie(&(struct report){.outcome = RECEIVE_ASKS, .bytes = 512},
		    sizeof(struct report));
	/* The upload of another, in the first slot, is over, it says. */
	if (strstr(s->title, "liar-other") != NULL)
		lie(&(struct report){.slot = 0, .outcome = SEND_DONE},
		    sizeof(struct report));
	__real_send_file(s, report);
	if (strstr(s->title, "odd") != NULL)
		tell(odd_arguments(report_fd) > 0 ? "odd-arguments" :
		    "odd-arguments-none", 0);
	/* Until the socket of the reports takes no more. */
	if (strstr(s->title, "filler") != NULL)
		for (int i = 0; i < 10000; i++)
			lie(&(struct report){.outcome = SEND_DONE},
			    sizeof(struct report));
}

void
__wrap_receive_file(struct receive *r, struct report *report)
{
	attempt("receive");
	__real_receive_file(r, report);
}

void
__wrap_cast_ask_for(struct cast *c, uint64_t block)
{
	attempt("cast");
	__real_cast_ask_for(c, block);
}

void
__wrap_serve(struct server *s, int fd, const struct datagram *d)
{
	shared_fd = s->set.one_port ? fd : -1;
	report_fd = s->transfers.report_fd[1];
	attempt("parent");
	__real_serve(s, fd, d);
}
#endif
