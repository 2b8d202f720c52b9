/*
 * The paths that default's line hands on to clients of other images. They are
 * relative to those images, where such a file need not be.
 */
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

/* Whether a field of default's record is a file that the client gets. */
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
try_field(struct check *c, const struct mapentry *e,
    const struct client *client, const struct field *f)
{
	const unsigned line = c->default_entry->line;
	char said[FIELD_TEXT_SIZE], path[CLIENT_PATH_SIZE];
	const char *reason;

	field_text(f, said, sizeof(said));
	if (client->image == NULL) {
		mistake_warn(c->mistakes, line, "%s is relative, and line %u, "
		    "which takes it from here, has no image: begin it with /",
		    said, (unsigned)e->line);
		return 1;
	}
	if (value_has_setting(f->text) || client_path(client, f->text, path, sizeof(path)) == -1 ||
	    (reason = check_file_reason(c, path)) == NULL)
		return 0;
	mistake_warn(c->mistakes, line, "%s: line %u takes it from here, and "
	    "cannot send %s: %s", said, (unsigned)e->line, path, reason);
	return 1;
}

void
check_default_paths(struct check *c, const struct mapentry *e,
    struct image_use *u, const struct client *client)
{
	int *said = u == NULL ? &c->default_said : &u->default_said;
	struct field f;
	size_t pos = 0;

	if (*said || e == c->default_entry)
		return;
	while (record_next(&client->default_record, &pos, &f) == 1)
		if (is_handed_on(client, &f) && f.text[0] != '/' &&
		    !client_is_url(f.text))
			*said |= try_field(c, e, client, &f);
}
