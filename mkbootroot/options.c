/*
 * What the options of every command lead to.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>

#include "file/system.h"
#include "mkbootroot/options.h"

int
root_open(const struct options *o)
{
	const int fd = open(o->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1) {
		const int error = errno;

		(void)system_say("cannot open boot root", o->root);
		errno = error;
	}
	return fd;
}
