/*
 * Without a change to the path, unlike basename(3).
 */
#include <string.h>
#include <strings.h>

#include "file/lastpart.h"

const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

int
last_part_ends(const char *path, const char *end)
{
	const size_t n = strlen(path), end_n = strlen(end);

	return n >= end_n && strcasecmp(path + n - end_n, end) == 0;
}
