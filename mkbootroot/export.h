/*
 * export: the map as the configuration of another DHCP server.
 */
#ifndef EXPORT_H
#define EXPORT_H

#include "mkbootroot/options.h"

/* server is "dnsmasq", "dhcpd" or "kea". Exit code; 2: it is none of them. */
int export_map(const struct options *o, const char *server);

#endif
