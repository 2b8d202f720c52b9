/*
 * The statements of dhcpd.conf(5) that choose among others: if, switch. Pure.
 */
#ifndef DHCPDCONTROL_H
#define DHCPDCONTROL_H

#include "mkbootroot/foreign/dhcpd/dhcpdtoken.h"
#include "mkbootroot/foreign/dhcpd/dhcpdtree.h"

/* Takes one, if it is one; whether it was. See statement_take(). */
int control_take(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_scope *s, int depth);

/* Whether any of these statements can matter to booting. */
int statement_matters(const struct dhcpd *d, const struct dhcpd_statement *s);

#endif
