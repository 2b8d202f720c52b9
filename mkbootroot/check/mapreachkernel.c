/*
 * Machines that have a loader and no kernel of their own, or the reverse. Declared
 * in mapcheck.h.
 */
#include <string.h>

#include "map/arch.h"
#include "map/bootword.h"
#include "map/kernel.h"
#include "map/kernelarch.h"
#include "map/loader.h"
#include "mkbootroot/check/mapcheck.h"

/* The loader of an arch that a client or its image has by itself. */
static int
has_own_loader(const struct client *c, unsigned arch)
{
	const char *own = bootword_file(&c->own, FIELD_FILE, arch);
	const char *file = own != NULL ? own :
	    bootword_file(&c->image_record, FIELD_FILE, arch);

	return file != NULL && !bootword_is_none(file) &&
	    strstr(file, "://") == NULL;
}

/* Whether the line, or that of its image, says that it has no kernel. */
static int
is_given_none(const struct client *c, unsigned arch)
{
	const struct record *const levels[] = { &c->own, &c->image_record };
	struct field f;
	size_t pos;

	for (size_t i = 0; i < 2; i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1;)
			if (f.tag == FIELD_KERNEL_ARCH && f.arch == arch &&
			    !f.found)
				return bootword_is_none(f.text);
	return 0;
}

/* Whether a found kernel is for PCs. */
static int
has_pc_kernel(const struct image *im)
{
	for (size_t i = 0; i < im->kernels; i++)
		if (im->by_arch[i].arch == ARCH_X64 ||
		    im->by_arch[i].arch == ARCH_BIOS)
			return 1;
	return 0;
}

/*
 * A kernel that was found for a machine, and no loader that would ask for it. An image
 * without a kernel for PCs may be for U-Boot, which asks by itself.
 */
static void
look_at_loaders(struct check *c, const struct mapentry *e,
    struct image_use *u, const struct client *client)
{
	char buf[16];
	const char *word;
	unsigned arch;

	if (u->loader_said || u->found.is_pi || !has_pc_kernel(&u->found))
		return;
	for (size_t i = 0; i < u->found.kernels; i++) {
		arch = u->found.by_arch[i].arch;
		if (arch == ARCH_BIOS || arch == ARCH_IA32 ||
		    arch == ARCH_X64 || client_bootfile(client, arch,
		    STAGE_ROM, NULL) != NULL ||
		    loader_is_none(client, arch, STAGE_ROM))
			continue;
		word = arch_word(arch, buf, sizeof(buf));
		mistake_warn(c->mistakes, e->line, "boot=%s: %s has a kernel "
		    "and no loader: run mkbootroot loaders where its package "
		    "is installed, or name one with %s=", u->name, word, word);
		u->loader_said = 1;
	}
}

/* A machine with a loader, and without a kernel that is for it. */
static void
look_at_kernels(struct check *c, const struct mapentry *e,
    struct image_use *u, const struct client *client)
{
	struct client as;
	const char *word;
	char buf[16];
	size_t i;

	if (u->kernel_said || client->kernel == NULL ||
	    !kernel_is_by_arch(client))
		return;
	for (i = 0; i < KERNEL_ARCHS; i++) {
		as = *client;
		kernel_for_arch(&as, kernel_archs[i]);
		if (as.kernel != NULL ||
		    is_given_none(client, kernel_archs[i]) ||
		    !has_own_loader(client, kernel_archs[i]))
			continue;
		word = arch_word(kernel_archs[i], buf, sizeof(buf));
		mistake_warn(c->mistakes, e->line, "boot=%s: %s has a loader "
		    "and no kernel: name one with kernel.%s=", u->name, word,
		    word);
		u->kernel_said = 1;
	}
}

/* Whether a line shapes by itself which kernel which machine gets. */
static int
has_own_kernels(const struct mapentry *e)
{
	return entry_has(e, FIELD_KERNEL) || entry_has(e, FIELD_KERNEL_ARCH) ||
	    entry_has(e, FIELD_FILE);
}

/*
 * Of lines that do not, it is the same for all that say something to the kernel, and
 * for all that do not: a found one is used or left by that.
 */
static unsigned
kernel_bit(const struct mapentry *e)
{
	return entry_has(e, FIELD_ARGS) || entry_has(e, FIELD_INITRD) ||
	    entry_has(e, FIELD_PRESEED) || entry_has(e, FIELD_ANSWERS) ? 2 : 1;
}

static int
may_lack(const struct image_use *u, const struct mapentry *e)
{
	return (!u->kernel_said || !u->loader_said) && (has_own_kernels(e) ||
	    !(u->kernels_looked & kernel_bit(e)));
}

/* Whether kernels of machines are told apart anywhere. */
static int
has_machines(const struct check *c)
{
	const struct mapentry *e;
	const struct image_use *u;
	size_t i;

	for (u = c->first; u != NULL; u = u->next)
		if (u->exists && kernel_is_by_arch(&(struct client){
		    .image_record = u->record }))
			return 1;
	for (i = 0; i < c->text->n; i++) {
		e = &c->text->entry[i];
		if (entry_has(e, FIELD_KERNEL) ||
		    entry_has(e, FIELD_KERNEL_ARCH))
			return 1;
	}
	return 0;
}

void
check_kernels(struct check *c, const struct map *m)
{
	struct image_use *u;
	struct client client;
	struct mapentry *e;
	const char *image;
	size_t i;

	if (!has_machines(c))
		return;
	for (i = 0; i < c->text->n; i++) {
		e = &c->text->entry[i];
		if (e->bad || !map_key_is(*entry_key(c->text, e),
		    KEY_CLIENTS) || (image = check_image_of(c, e)) == NULL ||
		    (u = check_image(c, image)) == NULL || !u->exists ||
		    !may_lack(u, e))
			continue;
		check_client(c, m, e, u, &client);
		look_at_kernels(c, e, u, &client);
		if (client.kernel != NULL && client.kernel_found)
			look_at_loaders(c, e, u, &client);
		if (!has_own_kernels(e))
			u->kernels_looked |= kernel_bit(e);
	}
}
