/*
 * The menu that pxe-service makes for a kind of firmware, and what it comes to.
 * Pure.
 */
#ifndef DNSMASQMENU_H
#define DNSMASQMENU_H

#include "mkbootroot/foreign/dnsmasq/dnsmasqwho.h"

struct menu {
	const struct dnsmasq_service *first;	/* NULL: there is none */
	const struct dnsmasq_service *only;	/* UEFI's only one with a file */
};

void menu_for(const struct dnsmasq *c, const struct who *w, struct menu *menu);

/* Tells what an entry boots, but for its server. */
void menu_tell(const struct dnsmasq *c, const struct dnsmasq_service *s,
    struct told *told);

#endif
