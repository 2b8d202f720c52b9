/*
 * The rules see the name as it came, but only one that is served at all: what
 * they make of it is cleaned and judged as a name that came.
 */
#include "rename.h"

#include <string.h>

#include "remap.h"

int
rename_path(struct server *s, struct asking *a)
{
	const int write = a->request.opcode == REQUEST_WRQ;
	struct remap r;

	if (s->map.fd == -1)
		return 1;
	remap_begin(&r, a->request.name);
	while (remap_next(&s->map, write, &r) == 1)
		continue;
	if (r.why == NULL &&
	    (r.too_long || strcmp(r.name, a->request.name) == 0))
		return 1;
	if (r.why == NULL) {
		a->renamed = 1;
		r.why = write ? view_upload(s->upload_folder, r.name,
		    a->path) : view_clean(r.name, a->path);
	}
	if (r.why == NULL)
		return 1;
	asking_refuse(a, ERROR_ACCESS, "Access violation", r.why);
	return 0;
}
