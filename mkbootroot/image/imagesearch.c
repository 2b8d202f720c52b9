/*
 * Names in the image that is searched, and what they lead to.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/beneath.h"
#include "map/map.h"
#include "mkbootroot/image/imagesearch.h"

#define PATH_SIZE (MAP_NAME_MAX + 1 + IMAGE_PATH_SIZE)

int
search_join(char buf[IMAGE_PATH_SIZE], const char *folder, const char *name)
{
	int n = snprintf(buf, IMAGE_PATH_SIZE, "%s%s%s", folder,
	    folder[0] == '\0' ? "" : "/", name);

	return n < 0 || n >= IMAGE_PATH_SIZE ? -1 : 0;
}

int
search_open(const struct search *s, const char *folder, const char *name,
    int flags)
{
	char inside[IMAGE_PATH_SIZE], path[PATH_SIZE];

	if (search_join(inside, folder, name) == -1) {
		errno = ENAMETOOLONG;
		return -1;
	}
	snprintf(path, sizeof(path), "%s/%s", s->image, inside);
	return beneath_open(s->rootfd, path, flags);
}

static mode_t
mode_in(const struct search *s, const char *folder, const char *name)
{
	struct stat st = { 0 };
	int fd = search_open(s, folder, name, O_PATH);

	if (fd == -1)
		return 0;
	if (fstat(fd, &st) == -1)
		st.st_mode = 0;
	close(fd);
	return st.st_mode;
}

int
search_is_file(const struct search *s, const char *folder, const char *name)
{
	return S_ISREG(mode_in(s, folder, name));
}

int
search_is_folder(const struct search *s, const char *folder,
    const char *name)
{
	return S_ISDIR(mode_in(s, folder, name));
}
