/*
 * What the options of every command lead to.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "file/system.h"
#include "map/map.h"
#include "mkbootroot/options.h"

int
root_open(const struct options *o)
{
	const int fd = open(o->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1) {
		const int error = errno;

		warnx("cannot open boot root %s: %s%s", o->root,
		    system_reason(error), error == ENOENT ?
		    "; make it, or name another one with -r" : "");
		errno = error;
	}
	return fd;
}

int
options_map(const struct options *o, struct map *m)
{
	const char *reason = map_open(m, AT_FDCWD, o->map);

	if (reason == NULL)
		return 0;
	warnx("cannot read map %s: %s%s", o->map, reason,
	    access(o->map, F_OK) == -1 && errno == ENOENT ?
	    "; run mkbootroot" : "");
	return 1;
}

int
options_map_is_corrupt(const struct options *o)
{
	warnx("cannot read map %s: it is corrupt", o->map);
	return 1;
}
