/*
 * Without a change to the path, unlike basename(3).
 */
#include <string.h>

#include "file/lastpart.h"

const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}
