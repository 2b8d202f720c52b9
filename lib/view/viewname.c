/*
 * The rules see the name as it came, but only one that is served at all: what
 * they make of it is cleaned and judged as a name that came. The boot root's own
 * path is taken off behind them: they were written for names that have it.
 */
#include <string.h>

#include "map/remap.h"
#include "view/doneasked.h"
#include "view/viewname.h"

static enum view_reason
clean(const struct view_asked *q, const char *name, char path[VIEW_PATH_SIZE])
{
	return q->upload_folder == NULL ? doneasked_clean(name, path) :
	    view_upload(q->upload_folder, name, path);
}

static enum view_reason
reason_of(enum remap_refusal refusal)
{
	static const enum view_reason reasons[] = {
		[REMAP_NOT_REFUSED] = VIEW_NO_REASON,
		[REMAP_REFUSED] = VIEW_REMAP_REFUSES,
		[REMAP_ENDLESS] = VIEW_REMAP_ENDLESS,
		[REMAP_TOO_LONG] = VIEW_NAME_TOO_LONG,
		[REMAP_CORRUPT] = VIEW_REMAP_CORRUPT
	};

	return reasons[refusal];
}

static void
tell_rule(const struct view_asked *q, const struct remap *r)
{
	struct view_why why = {.reason = reason_of(r->why)};
	struct view_step step = {.kind = VIEW_REMAPPED, .path = r->name,
	    .rule = r->rule, .why = &why};
	struct record line;

	if (q->step == NULL || !r->matched ||
	    remap_find(q->map, r->rule - 1, &line) != 1 ||
	    !record_field(&line, FIELD_FROM, &step.from))
		return;
	q->step(q->of, &step);
}

static const char *
beneath_root(const struct view_asked *q, const char *name)
{
	static const struct view_why none;
	const char *beneath = view_beneath(q->root_path, name);

	if (q->step != NULL && beneath != name)
		q->step(q->of, &(struct view_step){.kind = VIEW_ROOT_CUT,
		    .path = beneath, .why = &none});
	return beneath;
}

enum view_reason
view_name(const struct view_asked *q, char path[VIEW_PATH_SIZE], int *is_other)
{
	char other[VIEW_PATH_SIZE];
	enum view_reason reason;
	const char *name;
	struct remap r;

	*is_other = 0;
	if ((reason = clean(q, q->name, path)) != VIEW_NO_REASON) {
		path[0] = '\0';
		return reason;
	}
	remap_begin(&r, q->name);
	while (q->map != NULL && q->map->fd != -1 &&
	    remap_next(q->map, q->upload_folder != NULL, &r) == 1)
		tell_rule(q, &r);
	if (r.why != REMAP_NOT_REFUSED)
		return reason_of(r.why);
	/* It names no file: a folder put before it would keep its client armed. */
	if (q->upload_folder == NULL && doneasked_is(path))
		return VIEW_NO_REASON;
	name = beneath_root(q, r.too_long ? q->name : r.name);
	if (strcmp(name, q->name) == 0)
		return VIEW_NO_REASON;
	*is_other = 1;
	reason = clean(q, name, other);
	if (other[0] != '\0')
		memcpy(path, other, strlen(other) + 1);
	return reason;
}
