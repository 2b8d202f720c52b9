/*
 * What a dhcpd server with this file would tell one client. Pure.
 */
#ifndef DHCPDASK_H
#define DHCPDASK_H

#include "mkbootroot/foreign/dhcpd/dhcpdtree.h"

void dhcpd_ask(const struct foreign *f, const struct asker *who,
    struct told *told);

/* What foreign has of it. */
struct theirs {
	struct dhcpd *d;
};

/* The subnet that an address lies in, the narrowest; NULL: none. */
const struct dhcpd_subnet *subnet_with(const struct dhcpd *d,
    const struct dhcpd_network *n, uint32_t address);

/* The first host with that card in the order of the file; how many follow. */
size_t hosts_with(const struct dhcpd *d, const unsigned char mac[6],
    const struct dhcpd_host *const **first);

/* In the order of their cards, then of the file. */
int host_order(const void *a, const void *b);

#endif
