/*
 * Loaders of firmware that loads by HTTP, where http= of the map speaks and no word
 * such as x64-http= does: those that the same machine gets by PXE. Declared in
 * loader.h.
 */
#include <string.h>

#include "map/arch.h"
#include "map/bootword.h"
#include "map/loader.h"

int
loader_lacks_http(const struct client *c, unsigned arch)
{
	const struct record *const levels[] = {&c->own, &c->group_record,
	    &c->image_record, &c->default_record, &c->loaders_record};
	const unsigned pxe = arch_by_pxe(arch_canonical(arch));
	const char *file;

	if (!loader_is_by_http(c, arch) || loader_is_exchanged(c, arch) ||
	    (c->action == CLIENT_LOCAL && !loader_boots_disk(c, arch)))
		return 0;
	file = bootword_loader_file(c, FIELD_FILE, pxe);
	for (size_t i = 0; i < 5 && file != NULL; i++)
		if (file == bootword_file(levels[i], FIELD_FILE, pxe))
			return bootword_says(levels[i], FIELD_LOADS, pxe,
			    MAP_LOADS_TFTP);
	return 0;
}

const char *
loader_by_http(const struct client *c, unsigned arch, const char **why)
{
	const unsigned pxe = arch_by_pxe(arch);
	const char *file = bootword_loader_file(c, FIELD_FILE, pxe);

	if (loader_is_exchanged(c, arch)) {
		*why = "a loader from the image loaders, because the image's "
		    "own goes on by TFTP alone";
		return bootword_file(&c->loaders_record, FIELD_FILE, pxe);
	}
	if (file == NULL) {
		*why = bootword_loader(c, FIELD_FILE, pxe) != NULL ?
		    "silence: the map's word for this arch by PXE is -, none" :
		    "there is no boot file for this arch by PXE";
		return NULL;
	}
	if (client_is_url(file)) {
		*why = "the boot file of this arch by PXE is on another "
		    "server, which has it by TFTP";
		return NULL;
	}
	if (loader_lacks_http(c, arch)) {
		*why = "silence: the boot file of this arch by PXE goes on by "
		    "TFTP alone";
		return NULL;
	}
	*why = file == bootword_file(&c->loaders_record, FIELD_FILE, pxe) ?
	    "http=, and the boot file of this arch by PXE in the image "
	    "loaders" : "http=, and the boot file of this arch by PXE";
	return file;
}
