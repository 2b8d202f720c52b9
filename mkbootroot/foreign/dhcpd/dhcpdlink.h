/*
 * What clients(5) cannot say of links. Pure.
 */
#ifndef DHCPDLINK_H
#define DHCPDLINK_H

#include "mkbootroot/foreign/dhcpd/dhcpdask.h"

/* Names what is so of the file as a whole; hosts are sorted. */
void links_name(struct dhcpd *d);

/*
 * dhcpd lends an address on all the nets of its link. Said once for the hosts
 * within the block, and for each of the others.
 */
void link_name_shared(struct dhcpd *d, const struct dhcpd_host *h,
    uint32_t address);

#endif
