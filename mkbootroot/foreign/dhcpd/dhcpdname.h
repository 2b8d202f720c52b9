/*
 * The options' names that dhcpd knows by itself. Pure.
 */
#ifndef DHCPDNAME_H
#define DHCPDNAME_H

#include "mkbootroot/foreign/dhcpd/dhcpdtree.h"

/* An option of DHCP; NULL: it has no name without the file. */
const struct dhcpd_option *option_known(const char *name);

/* A parameter of the server, such as filename; NULL: it is none. */
const struct dhcpd_option *option_of_server(const char *name);

/* Whether a statement can begin with that word: it shows whose file it is. */
int dhcpd_knows(const char *word);

/* Whether no boot loader reads the options of a space. */
int space_is_elsewhere(const char *name);

/* Whether what it says, in the space of that name, can matter to booting. */
int option_matters(const struct dhcpd_option *o, const char *space);

#endif
