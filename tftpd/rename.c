/*
 * The rules see the name as it came, but only one that is served at all: what
 * they make of it is cleaned and judged as a name that came. The boot root's own
 * path is taken off behind them: they were written for names that have it.
 */
#include <string.h>

#include "map/remap.h"
#include "tftpd/rename.h"

const char *
rename_path(struct server *s, struct asking *a, const char *name)
{
	const int write = a->request.opcode == REQUEST_WRQ;
	const char *made;
	struct remap r;

	remap_begin(&r, name);
	while (s->map.fd != -1 && remap_next(&s->map, write, &r) == 1)
		continue;
	if (r.why != NULL)
		return r.why;
	made = view_beneath(s->root_path, r.too_long ? name : r.name);
	if (strcmp(made, name) == 0)
		return NULL;
	a->renamed = 1;
	return write ? view_upload(s->upload_folder, made, a->path) :
	    view_clean(made, a->path);
}
