/*
 * The log: syslog(3), or standard error with -d.
 */
#include "log.h"

#define LIBBSD_NETBSD_VIS
#include <bsd/vis.h>

#include <stdarg.h>
#include <stdio.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

static int log_to_stderr;

void
log_open(const char *program, int to_stderr, int verbose)
{
	/* Before a chroot or a sandbox takes /etc/localtime and /dev/log. */
	tzset();
	log_to_stderr = to_stderr;
	openlog(program, LOG_PID | LOG_NDELAY, LOG_DAEMON);
	setlogmask(LOG_UPTO(verbose ? LOG_DEBUG : LOG_INFO));
}

/* One write, so that the lines of two processes never mix. */
__attribute__((format(printf, 1, 0)))
static void
write_line(const char *format, va_list ap)
{
	char line[4096];
	int n = vsnprintf(line, sizeof(line) - 1, format, ap);

	if (n > (int)sizeof(line) - 2)
		n = (int)sizeof(line) - 2;
	if (n < 0)
		return;
	line[n] = '\n';
	/* stdio of musl would want writev(2), which a transfer may not. */
	if (write(STDERR_FILENO, line, (size_t)n + 1) == -1)
		return;		/* there is nowhere to say it */
}

int
log_wants(int priority)
{
	return (setlogmask(0) & LOG_MASK(LOG_PRI(priority))) != 0;
}

void
log_line(int priority, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	if (!log_to_stderr)
		vsyslog(priority, format, ap);
	else if (log_wants(priority))
		write_line(format, ap);
	va_end(ap);
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
	if (strnvisx(dst, size, src, n, VIS_OCTAL | VIS_WHITE |
	    VIS_NOLOCALE) < 0)
		snprintf(dst, size, "?");
	return dst;
}
