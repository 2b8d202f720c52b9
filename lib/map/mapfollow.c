/*
 * What stands at the map's path now, said once.
 */
#include <bsd/string.h>
#include <fcntl.h>
#include <string.h>
#include <syslog.h>

#include "daemon/log.h"
#include "map/mapfollow.h"

/* With an old one all goes on; with none at all each server has its manual's way. */
static const char *
consequence(const struct map *m, const char *why, const char *without)
{
	return m->fd != -1 ? "the old one stays in use" :
	    why == map_missing ? NULL : without;
}

enum mapfollow
mapfollow(struct map *m, const char *path,
    char trouble[MAPFOLLOW_TROUBLE_SIZE], const char *without)
{
	const char *then;
	int changed;
	const char *why = map_refresh(m, AT_FDCWD, path, &changed);

	if (changed)
		log_line(LOG_DEBUG, "map %s is in use", path);
	if (why == NULL) {
		trouble[0] = '\0';
		return MAPFOLLOW_GOOD;
	}
	if (strcmp(why, trouble) != 0) {
		strlcpy(trouble, why, MAPFOLLOW_TROUBLE_SIZE);
		then = consequence(m, why, without);
		log_line(LOG_ERR, "cannot read map %s: %s%s%s", path, why,
		    then == NULL ? "" : "; ", then == NULL ? "" : then);
	}
	return why == map_missing ? MAPFOLLOW_MISSING : MAPFOLLOW_BAD;
}
