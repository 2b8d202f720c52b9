/*
 * They are looked for only where the image's record has a kernel that was found.
 */
#include <string.h>

#include "daemon/append.h"
#include "map/level.h"
#include "map/mediumargs.h"
#include "map/variable.h"

#define NEEDS_HTTP (VARIABLE_HTTP | VARIABLE_IMAGE | VARIABLE_ANSWERS)

/* A record's arguments, those that were found or those of its line. */
static int
args_of(const struct record *r, int found, struct field *f)
{
	size_t pos = 0;

	while (record_next(r, &pos, f) == 1)
		if (f->tag == FIELD_ARGS && f->found == found)
			return 1;
	return 0;
}

/* Whether args=!... of a line says that there are no others. */
static int
are_replaced(const struct client *c)
{
	const struct record *r[CLIENT_LEVELS];
	struct field f;
	int any = 0;

	level_records(c, r);
	for (int level = 0; level < CLIENT_LEVELS; level++) {
		/* default's count only where nobody has any. */
		if ((level == CLIENT_OF_DEFAULT && any) ||
		    !args_of(r[level], 0, &f))
			continue;
		if (f.text[0] == '!')
			return 1;
		any = 1;
	}
	return 0;
}

const char *
mediumargs(const struct client *c)
{
	struct field f;

	if (!args_of(&c->image_record, 1, &f) || are_replaced(c) ||
	    ((variables_in(f.text, f.n) & NEEDS_HTTP) && c->http == NULL))
		return NULL;
	return f.text;
}

void
mediumargs_add(struct client *c)
{
	const char *first = c->kernel_found ? mediumargs(c) : NULL;
	char given[CLIENT_ARGS_SIZE];
	struct append a;
	struct field f;

	if (c->kernel_found && args_of(&c->image_record, 1, &f))
		level_tell(c, CLIENT_OF_IMAGE, first != NULL ? CLIENT_TAKES :
		    CLIENT_LEAVES, &f);
	if (first == NULL)
		return;
	strcpy(given, c->args);
	c->args[0] = '\0';
	a = append_begin(c->args, sizeof(c->args));
	append(&a, "%s%s%s", first, *given == '\0' ? "" : " ", given);
}

static int
args_of_arch(const struct record *r, unsigned arch, struct field *f)
{
	size_t pos = 0;

	while (record_next(r, &pos, f) == 1)
		if (f->tag == FIELD_ARGS_ARCH && f->arch == arch)
			return 1;
	return 0;
}

void
mediumargs_for_arch(struct client *c, unsigned arch)
{
	char was[CLIENT_ARGS_SIZE];
	const char *all, *at;
	struct append a;
	struct field f;
	size_t before;

	/* Few media have some, and this is asked for every arch. */
	if (!args_of_arch(&c->image_record, arch, &f) || !c->kernel_found ||
	    (all = mediumargs(c)) == NULL ||
	    (at = strstr(c->args, all)) == NULL)
		return;
	before = (size_t)(at - c->args);
	strcpy(was, c->args);
	c->args[0] = '\0';
	a = append_begin(c->args, sizeof(c->args));
	append(&a, "%.*s%s%s", (int)before, was, f.text,
	    was + before + strlen(all));
}
