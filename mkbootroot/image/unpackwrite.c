/*
 * What every kind of entry needs: its place made free, its bytes written, and
 * what is wrong with it said.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/log.h"
#include "mkbootroot/image/unpack.h"

int
unpack_fail(struct unpack *u, int error, const char *format, ...)
{
	char shown[LOG_VISIBLE_SIZE(100)], what[256];
	va_list ap;

	va_start(ap, format);
	vsnprintf(what, sizeof(what), format, ap);
	va_end(ap);
	log_visible(shown, sizeof(shown), u->path, strlen(u->path));
	snprintf(u->message, sizeof(u->message), "%s%s%s%s%s",
	    u->path[0] == '\0' ? "" : shown, u->path[0] == '\0' ? "" : ": ",
	    what, error == 0 ? "" : ": ", error == 0 ? "" : strerror(error));
	errno = error;
	return -1;
}

int
unpack_write(struct unpack *u, int fd, const char *bytes, size_t n, off_t at)
{
	ssize_t done;

	for (; n > 0; n -= (size_t)done, bytes += done, at += done)
		if ((done = pwrite(fd, bytes, n, at)) == -1)
			return unpack_fail(u, errno, "cannot write");
	return 0;
}

int
unpack_replace(struct unpack *u, int parent, const char *base)
{
	if (unlinkat(parent, base, 0) == 0 || errno == ENOENT)
		return 0;
	return errno == EISDIR || errno == EPERM ?
	    unpack_fail(u, 0, "a file where a folder is") :
	    unpack_fail(u, errno, "cannot replace");
}
