/*
 * A name that is wrong stays wrong; a full disk does not stay full.
 */
#include <errno.h>

#include "system.h"

int
system_exit_code(int error)
{
	switch (error) {
	case EACCES:
	case EEXIST:
	case EFBIG:
	case EINVAL:
	case EISDIR:
	case ELOOP:
	case ENAMETOOLONG:
	case ENOENT:
	case ENOTDIR:
	case EPERM:
	case EROFS:
		return 1;
	default:
		return 111;
	}
}
