/*
 * The paths that default's line, or a group's, hands on to clients of other images.
 * They are relative to those images, where such a file need not be.
 */
#include <search.h>
#include <stdlib.h>

#include "map/arch.h"
#include "map/loader.h"
#include "map/vendorclass.h"
#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/check/mappath.h"
#include "mkbootroot/text/maptext.h"
#include "mkbootroot/text/mapvalue.h"

static int
is_bootfile(const struct client *c, unsigned arch, const char *text)
{
	return client_bootfile(c, arch, STAGE_ROM, NULL) == text ||
	    client_bootfile(c, arch, STAGE_IPXE, NULL) == text;
}

/* Whether a field that is handed on is a file that the client gets. */
static int
is_handed_on(const struct client *c, const struct field *f)
{
	struct vendorclass v;
	size_t i, at = 0;

	switch (f->tag) {
	case FIELD_FILE:
		return is_bootfile(c, f->arch, f->text);
	case FIELD_IPXE_ARCH:
		return client_bootfile(c, f->arch, STAGE_IPXE, NULL) ==
		    f->text;
	case FIELD_IPXE:
		return is_bootfile(c, ARCH_BIOS, f->text) ||
		    is_bootfile(c, ARCH_X64, f->text);
	case FIELD_CLASS_FILE:
		while (vendorclass_next(c, &at, &v))
			if (v.file == f->text)
				return 1;
		return 0;
	case FIELD_KERNEL:
		return c->kernel == f->text;
	case FIELD_INITRD:
		for (i = 0; i < c->initrds; i++)
			if (c->initrd[i] == f->text)
				return 1;
		return 0;
	default:
		return 0;
	}
}

/* 1: that was a warning. */
static int
try_field(struct check *c, const struct mapentry *lender,
    const struct mapentry *e, const struct client *client,
    const struct field *f)
{
	char said[FIELD_TEXT_SIZE], path[CLIENT_PATH_SIZE];
	const char *reason;

	field_text(f, said, sizeof(said));
	if (client->image == NULL) {
		mistake_warn(c->mistakes, lender->line, "%s is relative, and "
		    "line %u, which takes it from here, has no image: begin "
		    "it with /", said, (unsigned)e->line);
		return 1;
	}
	if (value_has_setting(f->text) ||
	    client_path(client, f->text, path, sizeof(path)) == -1 ||
	    (reason = check_file_reason(c, path)) == NULL)
		return 0;
	mistake_warn(c->mistakes, lender->line, "%s: line %u takes it from "
	    "here, and cannot send %s: %s", said, (unsigned)e->line, path,
	    reason);
	return 1;
}

/* 1: there was a warning. */
static int
try_record(struct check *c, const struct mapentry *lender,
    const struct record *r, const struct mapentry *e,
    const struct client *client)
{
	struct field f;
	size_t pos = 0;
	int said = 0;

	while (record_next(r, &pos, &f) == 1)
		if (is_handed_on(client, &f) && f.text[0] != '/' &&
		    !client_is_url(f.text))
			said |= try_field(c, lender, e, client, &f);
	return said;
}

/* A group's line, whose warnings of one image were said. */
struct lent {
	const struct mapentry *group;
	const struct image_use *u;
};

static int
order(const void *a, const void *b)
{
	const struct lent *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->u == y->u ? 0 : x->u < y->u ? -1 : 1;
}

/* Without memory a warning may be said again. */
static void
note_said(struct check *c, const struct lent *l)
{
	struct lent *kept = malloc(sizeof(*kept));

	if (kept == NULL)
		return;
	*kept = *l;
	if (tsearch(kept, &c->lent, order) == NULL)
		free(kept);
}

static void
try_group(struct check *c, const struct mapentry *e,
    const struct image_use *u, const struct client *client)
{
	const struct lent l = { entry_group(c->text, e), u };

	/* Of its own image the line of the group was looked at. */
	if (l.group == NULL || check_acting(c, e) == l.group ||
	    tfind(&l, &c->lent, order) != NULL)
		return;
	if (try_record(c, l.group, &client->group_record, e, client))
		note_said(c, &l);
}

void
check_lent_paths(struct check *c, const struct mapentry *e,
    struct image_use *u, const struct client *client)
{
	int *said = u == NULL ? &c->default_said : &u->default_said;

	if (!*said && e != c->default_entry && c->default_entry != NULL)
		*said = try_record(c, c->default_entry,
		    &client->default_record, e, client);
	try_group(c, e, u, client);
}

void
check_lent_free(struct check *c)
{
	tdestroy(c->lent, free);
	c->lent = NULL;
}
