/*
 * It is looked for as in an image: by the kernel's name.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/beneath.h"
#include "file/foldernames.h"
#include "mkbootroot/diskless/tree.h"
#include "mkbootroot/image/kernelname.h"

#define NAMES_MAX 10000

/* The names in boot/ that may be initrds. NULL: errno. */
static char **
list_boot(int treefd, size_t *n)
{
	int fd = beneath_chroot(treefd, "boot", O_RDONLY | O_DIRECTORY), cut;
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	size_t i, kept = 0;
	char **names;

	if (dir == NULL) {
		if (fd != -1)
			close(fd);
		return NULL;
	}
	names = folder_names(dir, NAMES_MAX, n, &cut);
	closedir(dir);
	for (i = 0; i < *n; i++)
		if (kernel_is_name(names[i]))
			names[kept++] = names[i];
		else
			free(names[i]);
	*n = kept;
	return names;
}

int
tree_initrd_open(int treefd, const char *kernel)
{
	const char *slash = strrchr(kernel, '/'), *found;
	char path[NAME_MAX + 8], **names;
	size_t n = 0;
	int error, fd = -1;

	if ((names = list_boot(treefd, &n)) == NULL)
		return -1;
	found = initrd_choose(names, n, slash == NULL ? kernel : slash + 1);
	errno = ENOENT;
	if (found != NULL) {
		snprintf(path, sizeof(path), "boot/%s", found);
		fd = beneath_chroot_file(treefd, path);
	}
	error = errno;
	while (n > 0)
		free(names[--n]);
	free(names);
	errno = error;
	return fd;
}
