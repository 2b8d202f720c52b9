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

/* The file of an arch: the client's, the image's (given, found), default's. */
static const char *
file_for(const struct client *c, enum map_field tag, unsigned arch)
{
	const struct record *const levels[] = {&c->own, &c->image_record,
	    &c->default_record};
	struct field f;
	size_t pos;

	for (size_t i = 0; i < 3; i++)
		for (int found = 0; found <= 1; found++)
			for (pos = 0; record_next(levels[i], &pos, &f) == 1;)
				if (f.tag == tag && f.arch == arch &&
				    f.found == found)
					return f.text;
	return NULL;
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
	file = loader_under_ipxe(c, arch);
	if (arch == ARCH_BIOS && file != NULL) {
		*why = "the BIOS loader, which iPXE can start";
		return file;
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

	if ((file = ipxe_word(c)) != NULL && !loader_is_ipxe(file)) {
		*why = "ipxe= of the map";
		return file;
	}
	return loader_without_ipxe_word(c, arch, why);
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
	file = file_for(c, FIELD_FILE, arch);
	*why = file != NULL ? "the boot file of this arch" :
	    "there is no boot file for this arch";
	return file;
}
