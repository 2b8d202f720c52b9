/*
 * What a client's loader will not reach, or not be allowed to do: said of each
 * image once, in the first line that boots it, before anybody has tried.
 */
#include <string.h>

#include "map/arch.h"
#include "map/loader.h"
#include "mkbootroot/check/mapcheck.h"

/* The GRUB of a client's boot file, by what was found; "GRUB" if unknown. */
static const char *
grub_of(const struct check *c, const struct image_use *u, unsigned arch,
    const char *file)
{
	const struct image_use *const images[] = { u,
	    check_image(c, MAP_IMAGE_LOADERS) };
	const struct image_file *f;
	size_t i, j;

	for (i = 0; i < 2; i++)
		for (j = 0; images[i] != NULL && j < images[i]->found.files;
		    j++) {
			f = &images[i]->found.file[j];
			if (f->arch == arch && strcmp(f->path, file) == 0 &&
			    f->chain.grub[0] != '\0')
				return f->chain.grub;
		}
	return "GRUB";
}

/* Whom the loader of this arch asks. 1: something was said. */
static int
look_at_arch(struct check *c, const struct mapentry *e,
    const struct image_use *u, const struct client *client, unsigned arch)
{
	const char *name = u == NULL ? MAP_IMAGE_MENU : u->name;
	char word[16];
	const char *file;

	file = client_bootfile(client, arch, STAGE_ROM, NULL);
	if (loader_asks_dhcp(client, arch)) {
		mistake_warn(c->mistakes, e->line, "boot=%s: %s: its %s asks "
		    "the DHCP server's host for its files: give ip=, or name "
		    "this host as next-server there, or run mkbootroot loaders "
		    "where GRUB is newer", name, arch_word(arch, word,
		    sizeof(word)), grub_of(c, u, arch, file));
		return 1;
	}
	if (!loader_is_exchanged(client, arch) || client->kernel != NULL)
		return 0;
	mistake_warn(c->mistakes, e->line, "boot=%s: %s: %s of the image "
	    "loaders boots its kernel without the image's own menu: write in "
	    "args= what the kernel needs", name, arch_word(arch, word, sizeof(word)),
	    grub_of(c, u, arch, file));
	return 1;
}

/* A loader that is of no use, and no other in its place. */
static void
look_at_unused(struct check *c, const struct mapentry *e,
    struct image_use *u, const struct client *client)
{
	const struct image_file *f;
	char word[16];
	size_t i;

	for (i = 0; i < u->found.unuseds && !u->unused_said; i++) {
		f = &u->found.unused[i];
		if (f->chain.useless[0] == '\0' || client_bootfile(client,
		    f->arch, STAGE_ROM, NULL) != NULL ||
		    loader_is_none(client, f->arch, STAGE_ROM))
			continue;
		mistake_warn(c->mistakes, e->line, "boot=%s: there is no "
		    "loader for %s: %s: %s", u->name, arch_word(f->arch, word,
		    sizeof(word)), f->path, f->note);
		u->unused_said = 1;
	}
}

static int
may_say(const struct check *c, const struct image_use *u,
    const struct mapentry *e)
{
	if (e->bad || !check_is_client(c, e))
		return 0;
	if (u == NULL)
		return (!c->menu_reach_said ||
		    (c->has_http && !c->menu_http_said)) &&
		    check_has_menu(c, e);
	return u->exists && (!u->reach_said ||
	    (c->has_http && !u->http_said) ||
	    (u->found.unuseds > 0 && !u->unused_said));
}

static void
look_at_entry(struct check *c, const struct map *m, struct mapentry *e)
{
	static const unsigned archs[] = { ARCH_X64, ARCH_ARM64, ARCH_IA32,
	    ARCH_ARM32, ARCH_RISCV64, ARCH_LOONG64 };
	const char *image = check_image_of(c, e);
	struct image_use *u = image == NULL ? NULL : check_image(c, image);
	struct client client;
	int *said, *http_said, any = 0, any_http = 0;
	size_t i;

	if ((image != NULL && u == NULL) || !may_say(c, u, e))
		return;
	check_client(c, m, e, u, &client);
	said = u == NULL ? &c->menu_reach_said : &u->reach_said;
	http_said = u == NULL ? &c->menu_http_said : &u->http_said;
	for (i = 0; i < sizeof(archs) / sizeof(archs[0]); i++) {
		any |= !*said && look_at_arch(c, e, u, &client, archs[i]);
		any_http |= !*http_said && check_reach_http(c, e, u == NULL ?
		    MAP_IMAGE_MENU : u->name, &client, archs[i]);
	}
	*said |= any;
	*http_said |= any_http;
	if (u == NULL)
		return;
	look_at_unused(c, e, u, &client);
}

/* The line that answers for what is in an image. */
static unsigned
line_of(const struct check *c, const struct image_use *u)
{
	return u->first != NULL ? u->first->line : c->text->entry[0].line;
}

/* The image whose shim revokes a loader of another one; NULL: none does. */
static const struct image_use *
revoked_by(const struct check *c, const struct image_use *u,
    const struct image_file *f, const char **what)
{
	const struct image_use *by;
	const struct image_file *g;
	size_t i;

	for (by = c->first; by != NULL; by = by->next)
		for (i = 0; by != u && i < by->found.files; i++) {
			g = &by->found.file[i];
			if (g->arch == f->arch && (*what =
			    loaderchain_revoked(&g->chain.sbat,
			    &f->chain.sbat)) != NULL)
				return by;
		}
	return NULL;
}

/* The machine that has started such a shim remembers what it revokes. */
static void
look_at_levels(struct check *c, const struct image_use *u)
{
	const struct image_use *by;
	const struct image_file *f;
	const char *what;
	size_t i;

	for (i = 0; i < u->found.files; i++) {
		f = &u->found.file[i];
		if ((by = revoked_by(c, u, f, &what)) != NULL)
			mistake_warn(c->mistakes, line_of(c, u), "image %s: "
			    "%s: Secure Boot refuses its %s on a machine that "
			    "has ever started the shim of image %s: that shim "
			    "revokes it", u->name, f->path, what, by->name);
	}
}

/*
 * Nothing is looked at for every client where no loader could be wrong: a map
 * may have millions of them.
 */
static int
is_worth_it(const struct check *c)
{
	const struct image_use *u;
	size_t i;

	if (c->has_http && c->has_doubtful_http)
		return 1;
	for (u = c->first; u != NULL; u = u->next) {
		for (i = 0; i < u->found.files; i++)
			if (u->found.file[i].chain.asks == ASKS_DHCP ||
			    (c->has_http &&
			    u->found.file[i].chain.loads == LOADS_TFTP))
				return 1;
		for (i = 0; i < u->found.unuseds; i++)
			if (u->found.unused[i].chain.useless[0] != '\0')
				return 1;
	}
	return 0;
}

void
check_reach(struct check *c, const struct map *m)
{
	const struct image_use *u;
	size_t i;

	for (u = c->first; u != NULL; u = u->next)
		if (u->exists)
			look_at_levels(c, u);
	check_kernels(c, m);
	if (!is_worth_it(c))
		return;
	for (i = 0; i < c->text->n; i++)
		look_at_entry(c, m, &c->text->entry[i]);
}
