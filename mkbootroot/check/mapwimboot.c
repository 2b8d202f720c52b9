/*
 * A client of wimboot whose firmware is told no iPXE. Declared in mapcheck.h.
 */
#include "config/config.h"
#include "map/arch.h"
#include "map/loader.h"
#include "mkbootroot/check/mapcheck.h"

/* Whether the firmware of a PC is told one; another program may start it as well. */
static int
has_ipxe(const struct client *c)
{
	static const unsigned archs[] = { ARCH_BIOS, ARCH_IA32, ARCH_X64,
	    ARCH_X64_HTTP };
	const char *file;

	for (size_t i = 0; i < sizeof(archs) / sizeof(archs[0]); i++) {
		file = client_bootfile(c, archs[i], STAGE_ROM, NULL);
		if (file != NULL && (loader_is_ipxe(file) ||
		    client_is_url(file)))
			return 1;
	}
	return 0;
}

void
check_wimboot(struct check *c, unsigned line, struct image_use *u,
    const struct client *client)
{
	if (!config_is_wimboot(client) || has_ipxe(client) ||
	    (u != NULL && u->wimboot_said))
		return;
	mistake_warn(c->mistakes, line, "kernel=%s: only iPXE starts wimboot, "
	    "and no boot file for PCs is iPXE: write for example "
	    "bios=undionly.kpxe x64=ipxe.efi, unless their firmware is iPXE",
	    client->kernel);
	if (u != NULL)
		u->wimboot_said = 1;
}
