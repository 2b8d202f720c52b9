/*
 * What a dhcpd server tells with the options that have been set. Pure.
 */
#ifndef DHCPDTELL_H
#define DHCPDTELL_H

#include "foreign/dhcpdvalue.h"

/* What has no word, or cannot be known, is a mistake of its line. */
void tell(struct dhcpd_asking *a, const struct dhcpd_subnet *subnet,
    struct told *told);

#endif
