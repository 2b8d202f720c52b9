/*
 * The one call that is kept beneath a folder by the kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "file/openhow.h"

#define TRIES 8

int
open_how(int folder_fd, const char *path, int flags, mode_t mode,
    unsigned resolve)
{
	const struct open_how how = {
		.flags = (unsigned long long)(flags | O_CLOEXEC),
		.mode = mode,
		.resolve = RESOLVE_NO_MAGICLINKS | resolve,
	};
	int fd, tries = TRIES;

	do
		fd = (int)syscall(SYS_openat2, folder_fd, path, &how,
		    sizeof(how));
	while (fd == -1 && (errno == EINTR || (errno == EAGAIN && --tries)));
	return fd;
}
