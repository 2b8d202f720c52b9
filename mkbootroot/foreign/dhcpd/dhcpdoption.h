/*
 * Options of dhcpd.conf(5): their names, of ours and of the file, and their
 * values as bytes. Pure.
 *
 * A format is a letter for each part: t text, d data, a an address or a host's
 * name, T a time, 1, 2, 4 an integer of so many bytes, f a flag, w a word, z
 * nothing, ? anything; * at the end: again, behind a comma.
 */
#ifndef DHCPDOPTION_H
#define DHCPDOPTION_H

#include "mkbootroot/foreign/dhcpd/dhcpdtoken.h"
#include "mkbootroot/foreign/dhcpd/dhcpdtree.h"

/* Takes "NAME" or "SPACE.NAME". NULL: there is none, and it has been passed. */
const struct dhcpd_option *option_take(struct dhcpd *d,
    struct dhcpd_tokens *t);

/*
 * Takes what stands behind "option" where it defines one: "space NAME ...;" or
 * "NAME code N = TYPE;". 1: it did; 0: it defines none, nothing was taken; -1:
 * it is not what dhcpd takes.
 */
int option_define(struct dhcpd *d, struct dhcpd_tokens *t);

/* Takes a value. NULL: it is not one. */
struct dhcpd_expression *dhcpd_option_value(struct dhcpd *d,
    struct dhcpd_tokens *t, const struct dhcpd_option *o);

/* Takes an address, in host byte order; 0: a host's name. -1: it is neither. */
int option_address(struct dhcpd *d, struct dhcpd_tokens *t, uint32_t *address);

/* Takes "00:07". NULL: it is none. */
struct dhcpd_expression *option_bytes(struct dhcpd *d,
    struct dhcpd_tokens *t);

/* Data that is known. */
struct dhcpd_expression *option_text(struct dhcpd *d, unsigned from,
    const char *bytes, size_t n);

/* The space that an option of DHCP is taken apart into; 0: none. */
unsigned option_inside(const struct dhcpd *d, unsigned code);

/* The name of its space; "": DHCP's own. */
const char *option_space(const struct dhcpd *d, const struct dhcpd_option *o);

#endif
