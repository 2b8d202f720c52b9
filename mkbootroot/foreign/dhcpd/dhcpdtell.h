/*
 * What a dhcpd server tells with the options that have been set. Pure.
 */
#ifndef DHCPDTELL_H
#define DHCPDTELL_H

#include "mkbootroot/foreign/dhcpd/dhcpdvalue.h"

/* What has no word, or cannot be known, is a mistake of its line. */
void tell(struct dhcpd_asking *a, const struct dhcpd_subnet *subnet,
    struct told *told);

/* Names those that matter to booting, and have no word. */
void others_name(struct dhcpd_asking *a);

/* A mistake of what has set an option, once. */
void slot_refuse(struct dhcpd_asking *a, struct dhcpd_slot *slot,
    const char *what, const char *reason);

#endif
