/*
 * The languages of the loaders that a client's firmware would end up with. Declared in
 * mapcheck.h.
 */
#include <string.h>

#include "efi/loadername.h"
#include "map/arch.h"
#include "map/loader.h"
#include "map/vendorclass.h"
#include "mkbootroot/check/mapcheck.h"

static const unsigned archs[] = {
	ARCH_BIOS, ARCH_IA32, ARCH_X64, ARCH_ARM32, ARCH_ARM64, 27, 39,
	ARCH_UBOOT, ARCH_RPI
};

/* Whether the image has a field of this tag and arch that was found. */
static int
was_found(const struct client *c, enum map_field tag, unsigned arch,
    const char *text)
{
	struct field f;
	size_t pos = 0;

	while (record_next(&c->image_record, &pos, &f) == 1)
		if (f.tag == tag && f.arch == arch && f.found &&
		    (text == NULL || strcmp(f.text, text) == 0))
			return 1;
	return 0;
}

/*
 * The language of a loader: by its name; else it was found by its content,
 * which was then PXELINUX's, GRUB's or that of a shim with its GRUB.
 */
static enum config_language
language_of(const struct client *c, const char *file, unsigned arch)
{
	const enum config_language l = loader_language(file);

	if (l != CONFIG_NONE || !was_found(c, FIELD_FILE, arch, file))
		return l;
	if (arch == ARCH_BIOS)
		return CONFIG_PXELINUX;
	return was_found(c, FIELD_GRUB, arch, NULL) ? CONFIG_GRUB :
	    CONFIG_NONE;
}

/* One of another server asks that one. */
static int
is_in_language(const struct client *c, const char *file, unsigned arch,
    enum config_language l)
{
	return file != NULL && !client_is_url(file) &&
	    language_of(c, file, arch) == l;
}

int
check_asks_for(const struct client *c, enum config_language l)
{
	struct vendorclass v;
	const char *file;
	size_t i, at = 0;

	while (vendorclass_next(c, &at, &v))
		if (v.file != NULL && !client_is_url(v.file) &&
		    loader_language(v.file) == l)
			return 1;
	for (i = 0; i < sizeof(archs) / sizeof(archs[0]); i++) {
		file = client_bootfile(c, archs[i], STAGE_ROM, NULL);
		if (is_in_language(c, file, archs[i], l))
			return 1;
		file = client_bootfile(c, arch_by_http(archs[i]), STAGE_ROM,
		    NULL);
		if (is_in_language(c, file, archs[i], l))
			return 1;
		file = loader_of_ipxe(c, archs[i], c->http != NULL, NULL);
		if (file != NULL && (language_of(c, file, archs[i]) == l ||
		    (l == CONFIG_IPXE && strcmp(file, LOADER_SCRIPT) == 0)))
			return 1;
	}
	return 0;
}
