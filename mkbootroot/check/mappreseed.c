/*
 * One preseed after the other, then one client after the other; each file is
 * read once, however many clients get it.
 */
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/beneath.h"
#include "map/client.h"
#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/text/preseedtext.h"

/* A preseed that was read. */
struct read {
	struct preseedtext text;
	char path[];		/* from the boot root */
};

struct preseeds {
	struct check *c;
	void *tree;		/* of struct read, tsearch(3) */
	struct mapentry *e;	/* the line that is looked at */
	const char *path;	/* the preseed that is read for it */
};

static int
read_order(const void *a, const void *b)
{
	const struct read *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static void
say(void *arg, unsigned line, const char *what)
{
	const struct preseeds *p = arg;

	if (line == 0)
		mistake_add(p->c->mistakes, p->e->line, "preseed %s: %s",
		    p->path, what);
	else
		mistake_add(p->c->mistakes, p->e->line, "preseed %s:%u: %s",
		    p->path, line, what);
	p->e->bad = 1;
}

static void
read_file(struct preseeds *p, struct preseedtext *t)
{
	const char *reason = beneath_reason(p->c->rootfd, p->path);
	char text[PRESEEDTEXT_SIZE], what[128];
	int fd;

	if (reason == NULL) {
		fd = beneath_open(p->c->rootfd, p->path,
		    O_RDONLY | O_NONBLOCK);
		if (fd != -1) {
			preseedtext_read(fd, text, t, say, p);
			close(fd);
			if (t->password > 0)
				mistake_warn(p->c->mistakes, p->e->line,
				    "preseed %s:%u: a password, which everybody "
				    "can read: write its hash, or answers= in "
				    "place of preseed=", p->path, t->password);
			return;
		}
		reason = strerror(errno);
	}
	snprintf(what, sizeof(what), "cannot send it: %s", reason);
	say(p, 0, what);
}

/* The preseed at a path, read if it is new. NULL: errno. */
static const struct read *
look(struct preseeds *p, const char *path)
{
	struct read *r = calloc(1, sizeof(*r) + strlen(path) + 1);
	void *found;

	if (r == NULL)
		return NULL;
	strcpy(r->path, path);
	if ((found = tfind(r, &p->tree, read_order)) != NULL) {
		free(r);
		return *(struct read **)found;
	}
	if (tsearch(r, &p->tree, read_order) == NULL) {
		free(r);
		return NULL;
	}
	p->path = r->path;
	read_file(p, &r->text);
	return r;
}

/* preseed= of a line; NULL: it has none. */
static const char *
own_text(const struct check *c, const struct mapentry *e)
{
	struct record r;
	struct field f;

	if (e == NULL || !entry_has(e, FIELD_PRESEED))
		return NULL;
	entry_record(c->text, e, &r);
	record_field(&r, FIELD_PRESEED, &f);
	return f.text;
}

/* The same of a client: its line's, or its group's. */
static const char *
line_text(const struct check *c, const struct mapentry *e)
{
	const char *text = own_text(c, e);

	return text != NULL ? text : own_text(c, entry_group(c->text, e));
}

/* The same of an image: its line's, or what was found in it. */
static const char *
image_text(const struct check *c, const struct image_use *u)
{
	const char *text = own_text(c, u->line);

	return text != NULL ? text : u->found.preseed ? IMAGE_PRESEED : NULL;
}

/* Looks at a text in an image (NULL: none). *r NULL: there is no preseed. */
static int
look_in(struct preseeds *p, const char *image, const char *text,
    const struct read **r)
{
	char path[CLIENT_PATH_SIZE];

	*r = NULL;
	if (text == NULL || strcmp(text, MAP_NONE) == 0)
		return 0;
	if (text[0] != '/' && image == NULL) {
		mistake_add(p->c->mistakes, p->e->line, "preseed=%s is "
		    "relative, and the line has no image: begin it with /",
		    text);
		p->e->bad = 1;
		return 0;
	}
	if (text[0] == '/')
		snprintf(path, sizeof(path), "%s", text + strspn(text, "/"));
	else
		snprintf(path, sizeof(path), "%s/%s", image, text);
	return (*r = look(p, path)) == NULL ? -1 : 0;
}

/*
 * Whether the line's clients have what the preseed's variables stand for; behind: how
 * they come to this preseed, where the line does not show it.
 */
static void
compare(struct preseeds *p, const struct image_use *u, const struct read *r,
    const char *behind)
{
	const unsigned missing = check_missing_of_line(p->c, p->e, u);
	const char *what;

	if (r == NULL || r->text.mistakes > 0)
		return;
	for (unsigned v = 1; v <= VARIABLE_DONE; v *= 2) {
		if ((r->text.uses & v) == 0 ||
		    (what = check_missing((enum variable)v, missing)) == NULL)
			continue;
		mistake_add(p->c->mistakes, p->e->line, "preseed %s:%u: %s, "
		    "and %s%s", r->path, r->text.line[v],
		    variable_name((enum variable)v), what, behind);
		p->e->bad = 1;
	}
}

/* A line whose clients choose out of the menu: each of its images. */
static int
look_at_menu(struct preseeds *p)
{
	const struct image_use *u;
	const struct read *r;

	for (u = p->c->first; u != NULL; u = u->next) {
		if (!u->in_menu)
			continue;
		if (look_in(p, u->name, image_text(p->c, u), &r) == -1)
			return -1;
		compare(p, u, r, ", whose boot=menu offers this image");
	}
	return 0;
}

static int
has_kernel(const struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	const struct mapentry *group = entry_group(c->text, e);

	return entry_has(e, FIELD_KERNEL) ||
	    (group != NULL && entry_has(group, FIELD_KERNEL)) ||
	    u->found.kernel[0] != '\0' ||
	    (u->line != NULL && entry_has(u->line, FIELD_KERNEL)) ||
	    (c->default_entry != NULL &&
	    entry_has(c->default_entry, FIELD_KERNEL));
}

/* A line whose clients boot an image. */
static int
look_at_client(struct preseeds *p, const struct image_use *u)
{
	const char *text = line_text(p->c, p->e);
	const struct read *r;

	if (text == NULL && (text = image_text(p->c, u)) == NULL)
		text = own_text(p->c, p->c->default_entry);
	if (look_in(p, u->name, text, &r) == -1)
		return -1;
	compare(p, u, r, "");
	if (r != NULL && entry_has(p->e, FIELD_PRESEED) &&
	    !has_kernel(p->c, p->e, u))
		mistake_warn(p->c->mistakes, p->e->line, "preseed=%s: image %s "
		    "has no known kernel, so nothing boots with it", text, u->name);
	return 0;
}

static int
look_at_line(struct preseeds *p)
{
	const struct check *c = p->c;
	const struct image_use *u;
	const struct read *r;
	const char *image;

	if (!check_is_client(c, p->e))
		return 0;
	if ((image = check_image_of(c, p->e)) != NULL)
		return (u = check_image(c, image)) == NULL || !u->exists ? 0 :
		    look_at_client(p, u);
	if (check_has_menu(c, p->e) && look_at_menu(p) == -1)
		return -1;
	return look_in(p, NULL, line_text(c, p->e), &r);
}

/* An image's, also where no client boots it. */
static int
look_at_images(struct preseeds *p)
{
	const struct image_use *u;
	const struct read *r;

	for (u = p->c->first; u != NULL; u = u->next) {
		p->e = u->first != NULL ? u->first : &p->c->text->entry[0];
		if (u->exists &&
		    look_in(p, u->name, image_text(p->c, u), &r) == -1)
			return -1;
	}
	return 0;
}

static int
has_any(const struct check *c)
{
	const struct image_use *u;
	size_t i;

	for (u = c->first; u != NULL; u = u->next)
		if (u->found.preseed)
			return 1;
	for (i = 0; i < c->text->n; i++)
		if (entry_has(&c->text->entry[i], FIELD_PRESEED))
			return 1;
	return 0;
}

int
check_preseeds(struct check *c)
{
	struct preseeds p = { .c = c };
	int result;
	size_t i, at;

	if (!has_any(c))
		return 0;
	result = look_at_images(&p);
	for (i = 0; i < c->text->n && result == 0; i++) {
		p.e = &c->text->entry[i];
		for (at = 0; result == 0 && check_next_net(c, p.e, &at); )
			if (at == 1 || !p.e->bad)
				result = look_at_line(&p);
		c->on_net = NULL;
	}
	tdestroy(p.tree, free);
	return result;
}
