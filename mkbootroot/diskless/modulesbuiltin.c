/*
 * modules.builtin has a line for each: kernel/fs/overlayfs/overlay.ko
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/beneath.h"
#include "mkbootroot/diskless/modules.h"

int
modules_builtin(int dirfd, const char *name)
{
	const size_t n = strlen(name);
	const char *slash;
	char *line = NULL;
	size_t size = 0;
	int fd, found = 0;
	FILE *f;

	fd = beneath_nolink_file(dirfd, "modules.builtin");
	if (fd == -1)
		return 0;
	if ((f = fdopen(fd, "r")) == NULL) {
		close(fd);
		return 0;
	}
	while (!found && getline(&line, &size, f) != -1) {
		slash = strrchr(line, '/');
		found = slash != NULL && strncmp(slash + 1, name, n) == 0 &&
		    strncmp(slash + 1 + n, ".ko", 3) == 0;
	}
	free(line);
	fclose(f);
	return found;
}
