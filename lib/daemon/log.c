/*
 * The log: what a line looks like, and how many were lost.
 */
#include "daemon/log.h"

#define LIBBSD_NETBSD_VIS
#include <bsd/vis.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "daemon/logsend.h"

#define LINE_SIZE 8192

static const char *program_name = "bootroot";
static int log_to_stderr, log_most = LOG_INFO;
static unsigned long lost;	/* lines that nobody took */
static int unread;		/* by somebody who is there */

void
log_open(const char *program, int to_stderr, int verbose)
{
	/* Before a chroot or a sandbox takes /etc/localtime and /dev/log. */
	tzset();
	program_name = program;
	log_to_stderr = to_stderr;
	log_most = verbose ? LOG_DEBUG : LOG_INFO;
	logsend_open(to_stderr);
}

/*
 * The time of day, worked out once a second: localtime_r(3) writes to memory of
 * its own, and where a process is forked for each line that costs copied pages.
 */
static const char *
time_of_day(void)
{
	static char text[32];
	static time_t of;
	struct timespec now;
	struct tm tm;

	if (clock_gettime(CLOCK_REALTIME, &now) == -1)
		return NULL;
	if (text[0] != '\0' && now.tv_sec == of)
		return text;
	if (localtime_r(&now.tv_sec, &tm) == NULL ||
	    strftime(text, sizeof(text), "%b %e %H:%M:%S", &tm) == 0) {
		text[0] = '\0';
		return NULL;
	}
	of = now.tv_sec;
	return text;
}

/* "<30>Nov 28 04:16:21 tftpd[917]: ", as syslogd wants it. */
static int
write_head(char *buf, size_t size, int priority)
{
	const char *when = time_of_day();

	if (when == NULL)
		return 0;
	return snprintf(buf, size, "<%d>%s %s[%d]: ", LOG_DAEMON | priority,
	    when, program_name, (int)getpid());
}

/* One call of the system, so that the lines of two processes never mix. */
__attribute__((format(printf, 2, 0)))
static int
write_line(int priority, const char *format, va_list ap)
{
	const size_t size = log_to_stderr ? LOGSEND_ERROR_MAX : LINE_SIZE;
	char line[LINE_SIZE];
	int head = log_to_stderr ? 0 : write_head(line, size, priority);
	int n = vsnprintf(line + head, size - (size_t)head, format, ap);

	if (n < 0)
		return -1;
	n += head;
	if (n > (int)size - 1)
		n = (int)size - 1;
	if (log_to_stderr)
		line[n++] = '\n';
	return logsend(line, (size_t)n);
}

__attribute__((format(printf, 2, 3)))
static int
try_line(int priority, const char *format, ...)
{
	va_list ap;
	int r;

	va_start(ap, format);
	r = write_line(priority, format, ap);
	va_end(ap);
	return r;
}

int
log_wants(int priority)
{
	return LOG_PRI(priority) <= log_most;
}

int
log_catch_up(void)
{
	/* The usual case writes to no memory: see time_of_day(). */
	if (lost == 0 && !unread)
		return 0;
	if (lost > 0 && try_line(LOG_WARNING, "%lu lines were lost: nobody "
	    "read the log", lost) == -1) {
		unread = errno == EAGAIN;
		return -1;
	}
	lost = 0;
	unread = 0;
	return 0;
}

int
log_is_unread(void)
{
	return unread;
}

void
log_line(int priority, const char *format, ...)
{
	const int error = errno;	/* the caller's, and it stays */
	va_list ap;

	if (!log_wants(priority))
		return;
	va_start(ap, format);
	/* What was lost stands before what comes after it. */
	if (log_catch_up() == -1) {
		lost++;
	} else if (write_line(priority, format, ap) == -1) {
		unread = errno == EAGAIN;
		lost++;
	}
	va_end(ap);
	errno = error;
}

void
log_end(int by_hand, const char *format, ...)
{
	char text[LINE_SIZE];
	va_list ap;

	va_start(ap, format);
	if (vsnprintf(text, sizeof(text), format, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	if (by_hand && !log_to_stderr)
		fprintf(stderr, "%s: %s\n", program_name, text);
	log_line(LOG_ERR, "%s", text);
}

/* What strnvisx(3) would leave as it is. It takes memory for each call. */
static int
is_visible(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] <= ' ' || p[i] > '~' || p[i] == '\\')
			return 0;
	return 1;
}

char *
log_visible(char *dst, size_t size, const void *src, size_t n)
{
	if (n == 0) {
		snprintf(dst, size, "-");
		return dst;
	}
	if (n > (size - 1) / 4)
		n = (size - 1) / 4;
	if (is_visible(src, n)) {
		memcpy(dst, src, n);
		dst[n] = '\0';
		return dst;
	}
	if (strnvisx(dst, size, src, n, VIS_OCTAL | VIS_WHITE |
	    VIS_NOLOCALE) < 0)
		snprintf(dst, size, "?");
	return dst;
}
