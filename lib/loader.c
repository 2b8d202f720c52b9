/*
 * Which loader: one boot file out of the merged record, by arch and stage.
 */
#include "loader.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "arch.h"

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

int
loader_is_ipxe(const char *path)
{
	static const char *const begins[] = {"ipxe", "snponly", "snp.",
	    "snp-", "undionly", "undi.", "intel.", "realtek."};
	const char *name = base_name(path), *dot = strrchr(name, '.');

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
	const char *name = base_name(path);

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

/* The file of an arch in one record: given, else found. */
static const char *
file_in(const struct record *r, enum map_field tag, unsigned arch)
{
	struct field f;
	size_t pos;

	for (int found = 0; found <= 1; found++)
		for (pos = 0; record_next(r, &pos, &f) == 1;)
			if (f.tag == tag && f.arch == arch &&
			    f.found == found)
				return f.text;
	return NULL;
}

/* Whether the loader that was found for an arch asks whom word says. */
static int
asks(const struct record *r, unsigned arch, const char *word)
{
	const char *text = file_in(r, FIELD_ASKS, arch);

	return text != NULL && strcmp(text, word) == 0;
}

/* Whether the file of an arch stands in the record's line. */
static int
is_given(const struct record *r, unsigned arch)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1)
		if (f.tag == FIELD_FILE && f.arch == arch && !f.found)
			return 1;
	return 0;
}

int
loader_is_exchanged(const struct client *c, unsigned arch)
{
	struct field f;

	return c->action == CLIENT_BOOT && !c->menu && !c->of_menu &&
	    !c->has_ip && asks(&c->image_record, arch, MAP_ASKS_DHCP) &&
	    asks(&c->loaders_record, arch, MAP_ASKS_PROXY) &&
	    !is_given(&c->own, arch) && !is_given(&c->image_record, arch) &&
	    file_in(&c->loaders_record, FIELD_FILE, arch) != NULL &&
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

int
loader_is_beside_exchanged(const struct client *c, const char *name)
{
	const size_t image_n = c->image == NULL ? 0 : strlen(c->image);
	const char *slash;
	struct field f;
	size_t pos = 0;

	if (image_n > 0 && strncmp(name, c->image, image_n) == 0 &&
	    name[image_n] == '/')
		name += image_n + 1;
	while (record_next(&c->image_record, &pos, &f) == 1)
		if (f.tag == FIELD_FILE &&
		    (slash = strrchr(f.text, '/')) != NULL &&
		    strncmp(name, f.text, (size_t)(slash - f.text) + 1) == 0 &&
		    loader_is_exchanged(c, f.arch))
			return 1;
	return 0;
}

/*
 * The file of an arch: the client's, the image's, default's, that of the
 * image loaders; of an image in a menu, its own. What default boots with is
 * not for a client that boots its disk.
 */
static const char *
file_for(const struct client *c, enum map_field tag, unsigned arch)
{
	const char *file;

	if (c->of_menu)
		return file_in(&c->image_record, tag, arch);
	if ((file = file_in(&c->own, tag, arch)) == NULL)
		file = file_in(&c->image_record, tag, arch);
	if (file == NULL && c->action != CLIENT_LOCAL)
		file = file_in(&c->default_record, tag, arch);
	if (file == NULL && is_configured(c))
		file = file_in(&c->loaders_record, tag, arch);
	return file;
}

const char *
loader_of_image(const struct client *c, unsigned arch)
{
	return file_in(&c->image_record, FIELD_FILE, arch);
}

int
loader_is_pxelinux(const char *path)
{
	const char *name = base_name(path);

	return strncasecmp(name, "pxelinux", 8) == 0 ||
	    strncasecmp(name, "lpxelinux", 9) == 0;
}

static const char *
ipxe_word(const struct client *c)
{
	const struct record *const levels[] = {&c->own, &c->image_record,
	    &c->default_record};
	struct field f;

	for (size_t i = 0; i < 3; i++)
		if (record_field(levels[i], FIELD_IPXE, &f))
			return f.text;
	return NULL;
}

const char *
loader_under_ipxe(const struct client *c, unsigned arch)
{
	const char *file;

	if ((file = file_for(c, FIELD_GRUB, arch)) != NULL)
		return file;
	file = file_for(c, FIELD_FILE, arch);
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
	const char *file;

	if (c->action != CLIENT_LOCAL && (file = ipxe_word(c)) != NULL &&
	    !loader_is_ipxe(file)) {
		*why = "ipxe= of the map";
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
		return file_in(&c->loaders_record, FIELD_FILE, arch);
	}
	file = file_for(c, FIELD_FILE, arch);
	*why = file == NULL ? "there is no boot file for this arch" :
	    file == file_in(&c->loaders_record, FIELD_FILE, arch) ?
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
		if (file == file_in(levels[i], FIELD_FILE, arch))
			return asks(levels[i], arch, MAP_ASKS_DHCP);
	return 0;
}
