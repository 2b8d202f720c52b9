/*
 * Sending firmware to its disk. By PXE it gets a menu with one item, local boot,
 * which every ROM must know (PXE 2.1), and no time to choose another. UEFI that
 * boots by HTTP knows no menu. It takes an answer with a URL only, and gives up
 * at once where it cannot load by such a one; with an http:// URL it would first
 * ask a server, and without any it asks for an answer for a minute. Pure.
 */
#include <arpa/inet.h>
#include <stdio.h>

#include "dhcp-helper/localboot.h"
#include "map/loader.h"

int
localboot_tell(const struct message *m, struct decision *d)
{
	char own[INET_ADDRSTRLEN];

	if (m->stage != STAGE_ROM || m->type == MESSAGE_BOOTP ||
	    d->vendor == VENDOR_ITEM || !d->has_arch ||
	    !loader_ends_boot(&d->client, d->arch, m->class == CLASS_HTTP))
		return 0;
	if (m->class == CLASS_PXE)
		d->vendor = VENDOR_LOCAL;
	else if (m->class == CLASS_HTTP)
		snprintf(d->file, sizeof(d->file), "local://%s/",
		    inet_ntop(AF_INET, &d->own, own, sizeof(own)));
	else
		return 0;
	d->ends_boot = 1;
	return 1;
}
