/*
 * The statements of dhcpd.conf(5) for one client, in dhcpd's order: what is
 * said later goes before what was said earlier. Pure.
 */
#ifndef DHCPDEXECUTE_H
#define DHCPDEXECUTE_H

#include "mkbootroot/foreign/dhcpd/dhcpdvalue.h"

/*
 * A block's, after those of the blocks around it; limit is one whose blocks
 * have been executed already, NULL: none.
 */
void scope_execute(struct dhcpd_asking *a, const struct dhcpd_scope *s,
    const struct dhcpd_scope *limit);

/* Which classes the client is in. */
void classes_find(struct dhcpd_asking *a);
void class_enter(struct dhcpd_asking *a, const struct dhcpd_class *c,
    const struct dhcpd_scope *s);

/* Whether it is in one of that name, or in a subclass of it. */
int classes_have(const struct dhcpd_asking *a, const char *name);

/* Sorts the subclasses, by which they are found. */
void classes_sort(struct dhcpd *d);

#endif
