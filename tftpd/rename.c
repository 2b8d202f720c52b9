/*
 * The rules see the name as it came, but only one that is served at all: what
 * they make of it is cleaned and judged as a name that came. The boot root's own
 * path is taken off behind them: they were written for names that have it.
 */
#include <string.h>

#include "map/remap.h"
#include "tftpd/rename.h"

int
rename_path(struct server *s, struct asking *a)
{
	const int write = a->request.opcode == REQUEST_WRQ;
	const char *name;
	struct remap r;

	remap_begin(&r, a->request.name);
	while (s->map.fd != -1 && remap_next(&s->map, write, &r) == 1)
		continue;
	name = view_beneath(s->root_path,
	    r.too_long ? a->request.name : r.name);
	if (r.why == NULL && strcmp(name, a->request.name) == 0)
		return 1;
	if (r.why == NULL) {
		a->renamed = 1;
		r.why = write ? view_upload(s->upload_folder, name,
		    a->path) : view_clean(name, a->path);
	}
	if (r.why == NULL)
		return 1;
	asking_refuse(a, ERROR_ACCESS, "Access violation", r.why);
	return 0;
}
