/*
 * Every folder of the boot root is an image, but for hidden ones.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/beneath.h"
#include "file/system.h"
#include "mkbootroot/check/rootcheck.h"
#include "mkbootroot/check/rootwalk.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/image/imagefolders.h"

/* Says whether everybody may enter the boot root, and mends it. */
static int
check_root(int rootfd, const struct options *o)
{
	char what[PATH_MAX];
	struct stat st;

	if (fstat(rootfd, &st) == -1 || (st.st_mode & S_IXOTH))
		return 0;
	if (o->mend && (o->dry ||
	    fchmod(rootfd, (st.st_mode & 07777) | 0555) == 0)) {
		snprintf(what, sizeof(what), "boot root %s", o->root);
		say_mended(o, what, st.st_mode, st.st_mode | 0555);
		return 0;
	}
	warnx("boot root %s: not everybody may enter it", o->root);
	return 1;
}

/*
 * The folders above the boot root are not ours to change, and a tftpd that
 * starts as root passes them.
 */
static void
check_parents(const struct options *o)
{
	char *path = realpath(o->root, NULL), *slash;
	struct stat st;

	while (path != NULL && (slash = strrchr(path, '/')) != NULL &&
	    slash != path) {
		*slash = '\0';
		if (stat(path, &st) == 0 && !(st.st_mode & S_IXOTH) &&
		    !o->quiet)
			warnx("warning: %s: not everybody may enter it, so "
			    "only a tftpd that starts as root reaches the "
			    "boot root", path);
	}
	free(path);
}

int
root_check(int rootfd, const struct options *o)
{
	int i, n, code = check_root(rootfd, o), walked;
	struct dirent **list;

	check_parents(o);
	walked = root_walk(rootfd, o);
	if ((n = image_folders(rootfd, &list)) == -1)
		return system_say("cannot read boot root", o->root);
	for (i = 0; i < n; i++) {
		if (!o->quiet)
			image_show(rootfd, list[i]->d_name, stdout);
		free(list[i]);
	}
	free(list);
	return code != 0 ? code : walked;
}
