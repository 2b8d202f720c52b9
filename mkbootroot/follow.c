/*
 * follow: the map, made anew whenever what it is made of changes.
 */
#include <err.h>

#include "mkbootroot/command.h"
#include "mkbootroot/compile.h"
#include "mkbootroot/follow/followetcd.h"
#include "mkbootroot/follow/followfile.h"
#include "mkbootroot/follow/followprogram.h"

int
follow(const struct options *o, const struct follow *want)
{
	struct followmap m;
	int code;

	followmap_begin(&m, o, compile);
	if (want->is_etcd)
		code = followetcd(&m, want->prefix == NULL ?
		    FOLLOWETCD_PREFIX : want->prefix);
	else if (want->program != NULL)
		code = followprogram(&m, want->program, want->minutes);
	else
		code = followfile(&m);
	followmap_end(&m);
	return code;
}
