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

const char *
loader_of_image(const struct client *c, unsigned arch)
{
	const char *file = bootword_file(&c->image_record, FIELD_FILE, arch);

	return bootword_is_none(file) ? NULL : file;
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
	const char *file = bootword_loader(c, FIELD_FILE, arch), *grub;

	/* The GRUB of an image is not what is meant where there is to be no
	   boot file, or another server's. */
	if (bootword_is_none(file))
		return NULL;
	if ((file == NULL || !client_is_url(file)) &&
	    (grub = bootword_loader_file(c, FIELD_GRUB, arch)) != NULL)
		return grub;
	return file == NULL || is_shim(file) || loader_is_ipxe(file) ? NULL :
	    file;
}

/* The PXELINUX with an HTTP of its own; HTTPS it has not. */
static int
is_own_http(const char *path)
{
	return strncasecmp(last_part(path), "lpxelinux", 9) == 0;
}

int
loader_has_http(const struct client *c, const char *path)
{
	return c->http != NULL && strncmp(c->http, "https:", 6) != 0 &&
	    is_own_http(path);
}

int
loader_stays_tftp(const struct client *c, unsigned arch, const char *text)
{
	return arch_canonical(arch) == ARCH_BIOS && (is_own_http(text) ?
	    !loader_has_http(c, text) : !loader_is_pxelinux(text) &&
	    text == loader_under_ipxe(c, ARCH_BIOS));
}

const char *
loader_without_ipxe_word(const struct client *c, unsigned arch, int by_http,
    const char **why)
{
	const int script = c->menu || c->kernel != NULL;
	const char *file, *unused;

	if (why == NULL)
		why = &unused;
	arch = arch_canonical(arch);
	if (c->action == CLIENT_LOCAL) {
		*why = "the generated script, which boots the disk";
		return LOADER_SCRIPT;
	}
	file = loader_under_ipxe(c, arch);
	/* By HTTP the script needs no other program. */
	if (arch == ARCH_BIOS && file != NULL && !(by_http && script)) {
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

const char *
loader_of_ipxe(const struct client *c, unsigned arch, int by_http,
    const char **why)
{
	const char *file, *unused;
	int is_of_arch;

	if (why == NULL)
		why = &unused;
	arch = arch_canonical(arch);
	file = bootword_ipxe(c, arch, &is_of_arch);
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
	return loader_without_ipxe_word(c, arch, by_http, why);
}

int
loader_is_none(const struct client *c, unsigned arch, enum client_stage stage)
{
	arch = arch_canonical(arch);
	if (stage == STAGE_IPXE)
		return bootword_is_none(bootword_ipxe(c, arch, NULL));
	if (c->action == CLIENT_LOCAL && !loader_boots_disk(c, arch))
		return 0;
	if (bootword_loader(c, FIELD_FILE, arch) == NULL && c->http != NULL)
		arch = arch_by_pxe(arch);
	return bootword_is_none(bootword_loader(c, FIELD_FILE, arch));
}

int
loader_is_of_class(const struct client *c, unsigned arch, const char *file)
{
	return bootword_is_first(c, file, bootword_loader(c, FIELD_FILE,
	    arch_canonical(arch)));
}

/* How a client reaches its disk for which there is no loader. */
static const char *
without_loader(const struct client *c, unsigned arch)
{
	return loader_ends_boot(c, arch, arch_is_http(arch)) ?
	    "the answer ends the network boot, and the firmware goes on to "
	    "its disk" : "silence: the firmware goes on to its disk";
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
		return loader_of_ipxe(c, arch, 0, why);
	if (c->action == CLIENT_LOCAL && !loader_boots_disk(c, arch)) {
		*why = without_loader(c, arch);
		return NULL;
	}
	if (loader_is_by_http(c, arch))
		return loader_by_http(c, arch, why);
	if (loader_is_exchanged(c, arch)) {
		*why = "a loader from the image loaders, because the image's "
		    "own asks the DHCP server's host for its files";
		return bootword_file(&c->loaders_record, FIELD_FILE, arch);
	}
	file = bootword_loader_file(c, FIELD_FILE, arch);
	*why = loader_is_none(c, arch, stage) ?
	    "silence: the map's word for this arch is -, none" :
	    file == NULL && c->action == CLIENT_LOCAL ?
	    without_loader(c, arch) :
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
			return bootword_says(levels[i], FIELD_ASKS, arch,
			    MAP_ASKS_DHCP);
	return 0;
}
