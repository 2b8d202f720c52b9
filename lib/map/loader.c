/*
 * Which loader: one boot file out of the merged record, by arch and stage.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "file/lastpart.h"
#include "map/arch.h"
#include "map/bootword.h"
#include "map/loader.h"

int
loader_is_ipxe(const char *path)
{
	static const char *const begins[] = {"ipxe", "snponly", "snp.",
	    "snp-", "undionly", "undi.", "intel.", "realtek."};
	const char *name = last_part(path), *dot = strrchr(name, '.');

	if (dot == NULL || strcasecmp(dot, ".ipxe") == 0)
		return 0;
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (strncasecmp(name, begins[i], strlen(begins[i])) == 0)
			return 1;
	return 0;
}

/* shim, which iPXE's EFI build cannot start (it loads grubx64.efi twice). */
static int
is_shim(const char *path)
{
	const char *name = last_part(path);

	return strncasecmp(name, "shim", 4) == 0 ||
	    strncasecmp(name, "bootnet", 7) == 0;
}

/* Whether a loader would get generated configuration from us. */
static int
is_configured(const struct client *c)
{
	return c->action == CLIENT_LOCAL ||
	    (c->action == CLIENT_BOOT && (c->menu || c->kernel != NULL));
}

/* Whether the loader that was found for an arch asks whom word says. */
static int
asks(const struct record *r, unsigned arch, const char *word)
{
	const char *text = bootword_file(r, FIELD_ASKS, arch);

	return text != NULL && strcmp(text, word) == 0;
}

int
loader_is_exchanged(const struct client *c, unsigned arch)
{
	struct field f;

	return c->action == CLIENT_BOOT && !c->menu && !c->of_menu &&
	    !c->has_ip && asks(&c->image_record, arch, MAP_ASKS_DHCP) &&
	    asks(&c->loaders_record, arch, MAP_ASKS_PROXY) &&
	    !bootword_is_given(&c->own, arch) && !bootword_is_given(&c->image_record, arch) &&
	    bootword_file(&c->loaders_record, FIELD_FILE, arch) != NULL &&
	    (c->kernel != NULL ||
	    record_field(&c->image_record, FIELD_KERNEL, &f));
}

int
loader_exchanges(const struct client *c)
{
	struct field f;
	size_t pos = 0;

	while (record_next(&c->image_record, &pos, &f) == 1)
		if (f.tag == FIELD_ASKS && loader_is_exchanged(c, f.arch))
			return 1;
	return 0;
}

/*
 * In the folder of a loader, or beneath it; of a loader at the image's top only
 * right beside it, since beneath that is all that anybody asks for.
 */
static int
lies_beside(const char *name, const char *loader)
{
	const char *slash = strrchr(loader, '/');

	return slash == NULL ? strchr(name, '/') == NULL :
	    strncmp(name, loader, (size_t)(slash - loader) + 1) == 0;
}

int
loader_is_beside_exchanged(const struct client *c, const char *name)
{
	const size_t image_n = c->image == NULL ? 0 : strlen(c->image);
	struct field f;
	size_t pos = 0;

	if (image_n > 0 && strncmp(name, c->image, image_n) == 0 &&
	    name[image_n] == '/')
		name += image_n + 1;
	while (record_next(&c->image_record, &pos, &f) == 1)
		if (f.tag == FIELD_FILE && lies_beside(name, f.text) &&
		    loader_is_exchanged(c, f.arch))
			return 1;
	return 0;
}

/* A text of the map, but NULL where it says that there is none. */
static const char *
named(const char *text)
{
	return bootword_is_none(text) ? NULL : text;
}

/*
 * The word about an arch: the client's, the image's, default's, that of the
 * image loaders; of an image in a menu, its own. What default boots with is
 * not for a client that boots its disk.
 */
static const char *
word_for(const struct client *c, enum map_field tag, unsigned arch)
{
	const char *file;

	if (c->of_menu)
		return bootword_file(&c->image_record, tag, arch);
	if ((file = bootword_file(&c->own, tag, arch)) == NULL)
		file = bootword_file(&c->image_record, tag, arch);
	if (file == NULL && c->action != CLIENT_LOCAL)
		file = bootword_file(&c->default_record, tag, arch);
	if (file == NULL && is_configured(c))
		file = bootword_file(&c->loaders_record, tag, arch);
	return file;
}

static const char *
file_for(const struct client *c, enum map_field tag, unsigned arch)
{
	return named(word_for(c, tag, arch));
}

const char *
loader_of_image(const struct client *c, unsigned arch)
{
	return named(bootword_file(&c->image_record, FIELD_FILE, arch));
}

int
loader_is_pxelinux(const char *path)
{
	const char *name = last_part(path);

	return strncasecmp(name, "pxelinux", 8) == 0 ||
	    strncasecmp(name, "lpxelinux", 9) == 0;
}

const char *
loader_under_ipxe(const struct client *c, unsigned arch)
{
	const char *file = word_for(c, FIELD_FILE, arch), *grub;

	/* The GRUB of an image is not what is meant where there is to be no
	   boot file, or another server's. */
	if (bootword_is_none(file))
		return NULL;
	if ((file == NULL || strstr(file, "://") == NULL) &&
	    (grub = file_for(c, FIELD_GRUB, arch)) != NULL)
		return grub;
	return file == NULL || is_shim(file) || loader_is_ipxe(file) ? NULL :
	    file;
}

const char *
loader_without_ipxe_word(const struct client *c, unsigned arch,
    const char **why)
{
	const char *file, *unused;

	if (why == NULL)
		why = &unused;
	arch = arch_canonical(arch);
	if (c->action == CLIENT_LOCAL) {
		*why = "the generated script, which boots the disk";
		return LOADER_SCRIPT;
	}
	file = loader_under_ipxe(c, arch);
	if (arch == ARCH_BIOS && file != NULL) {
		*why = "the BIOS loader, which iPXE can start";
		return file;
	}
	if (c->menu) {
		*why = "the generated script, which has the menu";
		return LOADER_SCRIPT;
	}
	if (c->kernel != NULL) {
		*why = "the generated script, which boots the kernel";
		return LOADER_SCRIPT;
	}
	if (arch_is_efi(arch) && file != NULL) {
		*why = "the generated script, which starts the loader with "
		    "the right server";
		return LOADER_SCRIPT;
	}
	*why = "nothing that iPXE could start: no ipxe=, no loader, no "
	    "kernel";
	return NULL;
}

static const char *
ipxe_file(const struct client *c, unsigned arch, const char **why)
{
	int is_of_arch;
	const char *file = bootword_ipxe(c, arch, &is_of_arch);

	if (bootword_is_none(file)) {
		*why = is_of_arch ?
		    "silence: the map's word for iPXE here is -, none" :
		    "silence: ipxe=- of the map, none";
		return NULL;
	}
	if (c->action != CLIENT_LOCAL && file != NULL &&
	    !loader_is_ipxe(file)) {
		*why = is_of_arch ? "the map's word for iPXE here" :
		    "ipxe= of the map";
		return file;
	}
	return loader_without_ipxe_word(c, arch, why);
}

/*
 * Whether a loader takes a client to its disk. UEFI goes there by itself when
 * nobody answers, and with a loader only if GRUB can leave it: firmware may
 * show its setup then.
 */
static int
boots_disk(const struct client *c, unsigned arch)
{
	return arch == ARCH_BIOS ||
	    (arch_is_efi(arch) && client_quirk(c, "local-exit"));
}

int
loader_is_none(const struct client *c, unsigned arch, enum client_stage stage)
{
	arch = arch_canonical(arch);
	if (stage == STAGE_IPXE)
		return bootword_is_none(bootword_ipxe(c, arch, NULL));
	return (c->action != CLIENT_LOCAL || boots_disk(c, arch)) &&
	    bootword_is_none(word_for(c, FIELD_FILE, arch));
}

int
loader_is_of_class(const struct client *c, unsigned arch, const char *file)
{
	return bootword_is_first(c, file, word_for(c, FIELD_FILE,
	    arch_canonical(arch)));
}

const char *
client_bootfile(const struct client *c, unsigned arch,
    enum client_stage stage, const char **why)
{
	const char *file, *unused;

	if (why == NULL)
		why = &unused;
	arch = arch_canonical(arch);
	if (stage == STAGE_IPXE)
		return ipxe_file(c, arch, why);
	if (c->action == CLIENT_LOCAL && !boots_disk(c, arch)) {
		*why = "silence: the firmware goes on to its disk";
		return NULL;
	}
	if (loader_is_exchanged(c, arch)) {
		*why = "the loader of the image loaders, because the image's "
		    "asks the DHCP server's host for its files";
		return bootword_file(&c->loaders_record, FIELD_FILE, arch);
	}
	file = file_for(c, FIELD_FILE, arch);
	*why = loader_is_none(c, arch, stage) ?
	    "silence: the map's word for this arch is -, none" :
	    file == NULL ? "there is no boot file for this arch" :
	    strncmp(file, "tftp://", 7) == 0 ?
	    "the boot file of this arch, from another server" :
	    file == bootword_file(&c->loaders_record, FIELD_FILE, arch) ?
	    "the boot file of this arch in the image loaders" :
	    "the boot file of this arch";
	return file;
}

int
loader_asks_dhcp(const struct client *c, unsigned arch)
{
	const struct record *const levels[] = {&c->image_record,
	    &c->loaders_record};
	const char *file = client_bootfile(c, arch, STAGE_ROM, NULL);

	arch = arch_canonical(arch);
	for (size_t i = 0; i < 2 && file != NULL && !c->has_ip; i++)
		if (file == bootword_file(levels[i], FIELD_FILE, arch))
			return asks(levels[i], arch, MAP_ASKS_DHCP);
	return 0;
}
