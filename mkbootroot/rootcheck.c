/*
 * Every folder of the boot root is an image, but for hidden ones.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "beneath.h"
#include "image.h"
#include "mapvalue.h"
#include "rootcheck.h"
#include "system.h"

static int
is_image(const struct dirent *d)
{
	return value_image(d->d_name) == NULL;
}

/* Says whether everybody may enter the boot root. */
static int
check_root(int rootfd, const struct options *o)
{
	struct stat st;

	if (fstat(rootfd, &st) == -1)
		return 0;
	if (st.st_mode & S_IXOTH)
		return 0;
	warnx("boot root %s: not everybody may enter it", o->root);
	return 1;
}

int
root_check(int rootfd, const struct options *o)
{
	int i, n, code = check_root(rootfd, o);
	struct dirent **list;
	struct image im;
	struct stat st;

	if ((n = scandirat(rootfd, ".", &list, is_image, alphasort)) == -1) {
		warn("cannot read boot root %s", o->root);
		return system_exit_code(errno);
	}
	for (i = 0; i < n; i++) {
		if (beneath_stat(rootfd, list[i]->d_name, &st) == 0 &&
		    S_ISDIR(st.st_mode) && !o->quiet &&
		    image_scan(rootfd, list[i]->d_name, &im) == 1)
			image_print(list[i]->d_name, &im, stdout);
		free(list[i]);
	}
	free(list);
	return code;
}
