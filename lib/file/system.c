/*
 * A name that is wrong stays wrong; a full disk does not stay full.
 */
#include <err.h>
#include <errno.h>
#include <string.h>

#include "file/system.h"

int
system_exit_code(int error)
{
	switch (error) {
	case 0:
	case EACCES:
	case EEXIST:
	case EFBIG:
	case EINVAL:
	case EISDIR:
	case ELOOP:
	case ENAMETOOLONG:
	case ENOENT:
	case ENOTDIR:
	case EXDEV:
	case EPERM:
	case EROFS:
		return 1;
	default:
		return 111;
	}
}

const char *
system_reason(int error)
{
	return error == EINVAL ? "it is not a regular file" : strerror(error);
}

int
system_say(const char *what, const char *object)
{
	const int error = errno;

	warnx("%s %s: %s", what, object, system_reason(error));
	return system_exit_code(error);
}
