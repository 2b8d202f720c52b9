/*
 * Images first, then the files that the lines name; each is looked at once,
 * however many lines name it.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "map/arch.h"
#include "map/bootword.h"
#include "map/client.h"
#include "map/kernelarch.h"
#include "map/weburl.h"
#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/check/mappath.h"
#include "mkbootroot/text/maptext.h"

/* Behind a URL of so many bytes each boot file's path fits. */
#define URL_SHORT (WEBURL_MAX - MAP_BOOTFILE_MAX - 1)

/* What lines say about HTTP. */
static void
look_at_http(struct check *c, const struct mapentry *e)
{
	struct record r;
	struct field f;

	c->has_doubtful_http |= entry_has(e, FIELD_FILE);
	if (!entry_has(e, FIELD_HTTP))
		return;
	entry_record(c->text, e, &r);
	if (!record_field(&r, FIELD_HTTP, &f) || strcmp(f.text, MAP_NO) == 0)
		return;
	c->has_http = 1;
	c->has_doubtful_http |= f.n > URL_SHORT;
	if (*entry_key(c->text, e) == MAP_KEY_NET && c->net_http == NULL)
		c->net_http = e;
}

/* First default and the image lines, which other lines are looked at with. */
static int
look_at_image_lines(struct check *c)
{
	char name[MAP_KEY_MAX];
	struct image_use *u;
	struct mapentry *e;
	int has_default = 0;
	size_t i;

	for (i = 0; i < c->text->n; i++) {
		e = &c->text->entry[i];
		look_at_http(c, e);
		if (!has_default &&
		    *entry_key(c->text, e) == MAP_KEY_DEFAULT) {
			c->default_entry = e;
			has_default = 1;
		}
		if (entry_image(c->text, e, name) == NULL)
			continue;
		if ((u = check_use_image(c, name, e)) == NULL)
			return -1;
		if (u->line == NULL)
			u->line = e;
		if (!u->exists) {
			mistake_add(c->mistakes, e->line, "image %s: the "
			    "boot root has no such folder%s", name, u->meant);
			e->bad = 1;
		}
	}
	return 0;
}

/* An image that is not there, and what may have been meant. */
static void
say_no_image(struct check *c, unsigned line, const struct image_use *u)
{
	const char *name = u->name, *meant = u->meant;

	if (strcasecmp(name, "local") == 0 || strcasecmp(name, "disk") == 0 ||
	    strcasecmp(name, "hd") == 0 || strcasecmp(name, "hdd") == 0)
		meant = ": local, without boot=, boots the disk";
	mistake_add(c->mistakes, line, "boot=%s: the boot root has no such "
	    "image%s", name, meant);
}

static int
look_at_images(struct check *c)
{
	struct image_use *u;
	struct record r;
	struct field f;
	struct mapentry *e;
	int has_menu = 0;
	size_t i;

	for (i = 0; i < c->text->n; i++) {
		e = &c->text->entry[i];
		if (!entry_has(e, FIELD_BOOT))
			continue;
		entry_record(c->text, e, &r);
		record_field(&r, FIELD_BOOT, &f);
		if (strcmp(f.text, MAP_IMAGE_MENU) == 0) {
			if (!has_menu)
				c->menu_entry = e;
			has_menu = 1;
			continue;
		}
		if ((u = check_use_image(c, f.text, e)) == NULL)
			return -1;
		if (!u->exists && u->line == NULL)
			say_no_image(c, e->line, u);
		check_for_loader(c, e, u);
		u->rendered = 1;	/* here: warned about */
		e->bad |= !u->exists;
	}
	for (u = c->first; u != NULL; u = u->next)
		u->rendered = 0;
	return 0;
}

/* What was found in an image must be of use as well. */
static void
look_at_found(struct check *c, struct mapentry *e, const struct image_use *u)
{
	char said[IMAGE_PATH_SIZE + MAP_NAME_MAX + 32];
	const struct image_file *f;
	size_t i;

	snprintf(said, sizeof(said), "image %s", u->name);
	for (i = 0; i < u->found.files; i++) {
		f = &u->found.file[i];
		check_found(c, e, u->name, f->path, (int)f->arch, said);
		if (f->lacks_next)
			mistake_warn(c->mistakes, e->line, "%s: %s: %s", said,
			    f->path, f->note);
		if (f->chain.shimless[0] != '\0')
			mistake_warn(c->mistakes, e->line, "%s: %s: Secure Boot "
			    "refuses it: %s", said, f->path, f->chain.shimless);
	}
	for (i = 0; i < u->found.grubs; i++)
		check_found(c, e, u->name, u->found.grub[i].path,
		    (int)u->found.grub[i].arch, said);
	if (u->found.kernel[0] != '\0')
		check_found(c, e, u->name, u->found.kernel, PATH_LATER,
		    said);
	if (u->found.initrd[0] != '\0')
		check_found(c, e, u->name, u->found.initrd, PATH_LATER,
		    said);
	for (i = 0; i < u->found.kernels; i++) {
		check_found(c, e, u->name, u->found.by_arch[i].path,
		    PATH_LATER, said);
		if (u->found.by_arch[i].initrd[0] != '\0')
			check_found(c, e, u->name, u->found.by_arch[i].initrd,
			    PATH_LATER, said);
	}
}

/* Whether a field names what a loader loads next. */
static int
is_kernel_word(const struct field *f)
{
	return f->tag == FIELD_KERNEL || f->tag == FIELD_INITRD ||
	    f->tag == FIELD_KERNEL_ARCH || f->tag == FIELD_INITRD_ARCH;
}

/* kernel.ARCH= of another machine. */
static void
look_at_machine(struct check *c, struct mapentry *e, const char *image,
    const struct field *f)
{
	char said[FIELD_TEXT_SIZE], word[16];
	const unsigned machines = f->tag != FIELD_KERNEL_ARCH ? 0 :
	    check_kernel(c, image, f->text);
	size_t i = 0;

	if (machines == 0 || (machines & kernelarch_bit(f->arch)))
		return;
	/* Of x86's the one that says most. */
	if (!(machines & kernelarch_bit(ARCH_X64)))
		while (!(machines & 1u << i))
			i++;
	else
		i = (size_t)kernelarch_place(ARCH_X64);
	mistake_add(c->mistakes, e->line, "%s: it is a kernel for %s",
	    field_text(f, said, sizeof(said)), arch_word(kernel_archs[i],
	    word, sizeof(word)));
	e->bad = 1;
}

/* How often initrd= stands in an entry's line. */
static unsigned
count_initrds(const struct check *c, const struct mapentry *e)
{
	struct record r;
	struct field f;
	size_t pos = 0;
	unsigned n = 0;

	entry_record(c->text, e, &r);
	while (record_next(&r, &pos, &f) == 1)
		n += f.tag == FIELD_INITRD;
	return n;
}

/* The initrds of an image: its line's, or the one that was found. */
static unsigned
image_initrds(const struct check *c, const struct image_use *u)
{
	const unsigned n = u->line == NULL ? 0 : count_initrds(c, u->line);

	return n == 0 && u->found.initrd[0] != '\0' ? 1 : n;
}

static void
look_at_line(struct check *c, struct mapentry *e)
{
	char said[FIELD_TEXT_SIZE], name[MAP_KEY_MAX];
	struct image_use *u = NULL;
	const char *image;
	struct record r;
	struct field f;
	size_t pos = 0;
	unsigned initrds = 0;
	const struct mapentry *group = entry_group(c->text, e);

	if (!check_has_bootfile(e) && !entry_has(e, FIELD_KERNEL) &&
	    !entry_has(e, FIELD_INITRD) &&
	    !entry_has(e, FIELD_KERNEL_ARCH) &&
	    !entry_has(e, FIELD_INITRD_ARCH) &&
	    (group == NULL || !entry_has(group, FIELD_INITRD)))
		return;
	entry_record(c->text, e, &r);
	image = check_image_of(c, e);
	if (entry_image(c->text, e, name) != NULL)
		u = check_image(c, name);
	else if (image != NULL)
		u = check_image(c, image);
	while (record_next(&r, &pos, &f) == 1) {
		if (check_is_bootfile(&f) || ((f.tag == FIELD_KERNEL_ARCH ||
		    f.tag == FIELD_INITRD_ARCH)) ? bootword_is_none(f.text) :
		    !is_kernel_word(&f))
			continue;
		initrds += f.tag == FIELD_INITRD;
		if (f.text[0] != '/' && u != NULL && !u->exists)
			continue;	/* said already */
		/* Its clients say in which image: check_lent_paths(). */
		if (f.text[0] != '/' && u == NULL &&
		    *entry_key(c->text, e) == MAP_KEY_GROUP)
			continue;
		check_path(c, e, u == NULL ? NULL : u->name, f.text,
		    f.tag == FIELD_FILE ? (int)f.arch :
		    f.tag == FIELD_CLASS_FILE ? PATH_CLASS :
		    check_is_bootfile(&f) ? PATH_IPXE : PATH_LATER,
		    field_text(&f, said, sizeof(said)));
		look_at_machine(c, e, u == NULL ? NULL : u->name, &f);
	}
	if (group != NULL)
		initrds += count_initrds(c, group);
	if (initrds > 0 && image != NULL && u != NULL &&
	    initrds + image_initrds(c, u) > CLIENT_INITRD_MAX) {
		mistake_add(c->mistakes, e->line, "more than %d initrd= "
		    "together with those of image %s%s", CLIENT_INITRD_MAX, u->name,
		    group == NULL ? "" : " and of the group");
		e->bad = 1;
	}
}

int
check_names(struct check *c, int rootfd, struct mapfile *text,
    struct mistakes *mistakes)
{
	struct image_use *u;
	size_t i;

	memset(c, 0, sizeof(*c));
	c->rootfd = rootfd;
	c->text = text;
	c->mistakes = mistakes;
	c->last = &c->first;
	c->last_answers = &c->first_answers;
	if (text->n == 0)
		return 0;
	if (check_nets(c) == -1 || look_at_image_lines(c) == -1 ||
	    check_loaders(c) == -1 || look_at_images(c) == -1 ||
	    check_menu(c) == -1)
		return -1;
	if (check_answers(c) == -1)
		return -1;
	for (i = 0; i < text->n; i++)
		look_at_line(c, &text->entry[i]);
	check_addresses(c);
	/* The first line that names an image answers for what is in it. */
	for (u = c->first; u != NULL; u = u->next)
		if (u->exists)
			look_at_found(c, u->first != NULL ? u->first :
			    &text->entry[0], u);
	return check_preseeds(c);
}

void
check_free(struct check *c)
{
	check_images_free(c);
	check_paths_free(c);
	check_answers_free(c);
	check_nets_free(c);
	check_lent_free(c);
}
