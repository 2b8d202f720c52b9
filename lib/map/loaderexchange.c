/*
 * Whether a client gets a loader of the image loaders in place of its image's, which
 * would fail, whether http= gives it one by HTTP, and whether it reaches its disk with
 * one or by an answer alone. Declared in loader.h.
 */
#include <string.h>

#include "map/arch.h"
#include "map/bootword.h"
#include "map/loader.h"

int
loader_boots_disk(const struct client *c, unsigned arch)
{
	return arch == ARCH_BIOS ||
	    (arch_is_efi(arch) && client_quirk(c, "local-exit"));
}

int
loader_ends_boot(const struct client *c, unsigned arch, int by_http)
{
	const unsigned pxe = arch_by_pxe(arch_canonical(arch));

	return !client_quirk(c, "local-silent") && (by_http ?
	    arch_is_efi(pxe) : !client_quirk(c, "no-43") &&
	    (pxe == ARCH_BIOS || arch_is_efi(pxe)));
}

int
loader_is_by_http(const struct client *c, unsigned arch)
{
	arch = arch_canonical(arch);
	return c->http != NULL && arch_by_pxe(arch) != arch &&
	    bootword_loader(c, FIELD_FILE, arch) == NULL;
}

/* Whether the image's loader of an arch fails where that of loaders does not. */
static int
is_worse(const struct client *c, unsigned arch, enum map_field tag,
    const char *fails, const char *does)
{
	return bootword_says(&c->image_record, tag, arch, fails) &&
	    bootword_says(&c->loaders_record, tag, arch, does);
}

static int
lacks_http(const struct client *c, unsigned http, unsigned pxe)
{
	return loader_is_by_http(c, http) &&
	    is_worse(c, pxe, FIELD_LOADS, MAP_LOADS_TFTP, MAP_LOADS_HTTP);
}

int
loader_is_exchanged(const struct client *c, unsigned arch)
{
	const unsigned pxe = arch_by_pxe(arch);
	struct field f;

	if (pxe != arch ? !lacks_http(c, arch, pxe) : c->has_ip ||
	    !is_worse(c, arch, FIELD_ASKS, MAP_ASKS_DHCP, MAP_ASKS_PROXY))
		return 0;
	return c->action == CLIENT_BOOT && !c->menu && !c->of_menu &&
	    !bootword_is_given(&c->own, pxe) &&
	    !bootword_is_given(&c->group_record, pxe) &&
	    !bootword_is_given(&c->image_record, pxe) &&
	    bootword_file(&c->loaders_record, FIELD_FILE, pxe) != NULL &&
	    (c->kernel != NULL ||
	    record_field(&c->image_record, FIELD_KERNEL, &f));
}

int
loader_exchanges(const struct client *c, int by_http)
{
	struct field f;
	size_t pos = 0;

	while (record_next(&c->image_record, &pos, &f) == 1)
		if (by_http ? f.tag == FIELD_LOADS &&
		    loader_is_exchanged(c, arch_by_http(f.arch)) :
		    f.tag == FIELD_ASKS && loader_is_exchanged(c, f.arch))
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
loader_is_beside_exchanged(const struct client *c, const char *name,
    int by_http)
{
	const size_t image_n = c->image == NULL ? 0 : strlen(c->image);
	struct field f;
	size_t pos = 0;

	if (image_n > 0 && strncmp(name, c->image, image_n) == 0 &&
	    name[image_n] == '/')
		name += image_n + 1;
	while (record_next(&c->image_record, &pos, &f) == 1)
		if (f.tag == FIELD_FILE && lies_beside(name, f.text) &&
		    loader_is_exchanged(c, by_http ? arch_by_http(f.arch) :
		    f.arch))
			return 1;
	return 0;
}
