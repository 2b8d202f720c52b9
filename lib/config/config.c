/*
 * Boot configuration for three loaders, out of one record.
 *
 * Each renderer first asks whether its language can say what the record
 * says; no text of the map may become a command.
 */
#include "config/config.h"
#include "config/configtext.h"
#include "map/loader.h"
#include "map/merge.h"

int
config_has(const struct client *c, enum config_language l, int by_http)
{
	if (l == CONFIG_NONE || l == CONFIG_MBOOT)
		return 0;
	if (c->action == CLIENT_LOCAL)
		return 1;
	if (c->action != CLIENT_BOOT)
		return 0;
	if (c->kernel != NULL || c->menu ||
	    (l == CONFIG_GRUB && loader_exchanges(c, by_http)))
		return 1;
	for (size_t i = 0; l == CONFIG_IPXE && i < EFI_BUILDS; i++)
		if (loader_under_ipxe(c, efi_builds[i].arch) != NULL)
			return 1;
	return 0;
}

const char *
config_language_name(enum config_language l)
{
	switch (l) {
	case CONFIG_PXELINUX:
		return "PXELINUX";
	case CONFIG_GRUB:
		return "GRUB";
	case CONFIG_IPXE:
		return "iPXE";
	case CONFIG_MBOOT:
		return "mboot";
	default:
		return "-";
	}
}

/* The GRUB of the image loaders boots a kernel that the image's own left. */
static int
render_for_grub(const struct client *c, struct text *t)
{
	struct client as;

	if (c->action != CLIENT_BOOT || c->kernel != NULL || c->menu)
		return render_grub(c, t);
	as = *c;
	merge_found_kernel(&as);
	return render_grub(&as, t);
}

ssize_t
config_render(const struct client *c, enum config_language l,
    const struct config_way *way, char *buf, size_t size, const char **why)
{
	struct text t = {.out = {.buf = buf, .size = size}, .way = way};
	int done;

	if (!config_has(c, l, way->base != NULL)) {
		*why = "there is no kernel to boot";
		return -1;
	}
	switch (l) {
	case CONFIG_PXELINUX:
		done = render_pxelinux(c, &t);
		break;
	case CONFIG_GRUB:
		done = render_for_grub(c, &t);
		break;
	default:
		done = render_ipxe(c, &t);
	}
	*why = done == -1 ? t.why : "the configuration is too long";
	return done == -1 || t.out.full ? -1 : (ssize_t)t.out.n;
}
