/*
 * A boot file on a server of its own: tftp://10.20.0.6/x/wdsmgfw.efi. Firmware
 * is told the address, and the name as it stands behind the slash. Pure.
 */
#ifndef BOOTSERVER_H
#define BOOTSERVER_H

#include <netinet/in.h>

/*
 * Takes the address and the name out of such a text. 1; 0: it is none, because
 * it is no tftp:// URL, has no IPv4 address or no name.
 */
int bootserver_take(const char *text, struct in_addr *server,
    const char **name);

#endif
