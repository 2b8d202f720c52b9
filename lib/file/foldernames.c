/*
 * A folder's names, sorted, so that the same folder is always searched in
 * the same order.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "file/foldernames.h"

static int
name_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
folder_names(DIR *dir, size_t max, size_t *n, int *cut)
{
	char **names = NULL, **more;
	struct dirent *d;
	size_t size = 0;
	int error;

	*n = 0;
	while (errno = 0, (d = readdir(dir)) != NULL) {
		if (d->d_name[0] == '.')
			continue;
		if (*n == max)
			break;
		if (*n == size) {
			size = size * 2 + 32;
			more = reallocarray(names, size, sizeof(*names));
			if (more == NULL)
				break;
			names = more;
		}
		if ((names[*n] = strdup(d->d_name)) == NULL)
			break;
		(*n)++;
	}
	error = d != NULL && *n == max ? 0 : errno;
	if (d != NULL || error != 0)
		*cut = 1;
	if (*n > 0)
		qsort(names, *n, sizeof(*names), name_order);
	errno = error;
	return names;
}
