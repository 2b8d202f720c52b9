/*
 * The blocks of dhcpd.conf(5): what is declared in them, and what holds for
 * all that is inside. Pure.
 */
#ifndef DHCPDBLOCK_H
#define DHCPDBLOCK_H

#include "mkbootroot/foreign/dhcpd/dhcpdtoken.h"
#include "mkbootroot/foreign/dhcpd/dhcpdtree.h"

/* Takes all of the text. What is passed over is a mistake of its line. */
void blocks_take(struct dhcpd *d, const char *text);

/* The blocks that are a file of their own, behind their first word. */
void host_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from);
void class_take(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_scope *s, unsigned from, int depth);
void subclass_take(struct dhcpd *d, struct dhcpd_tokens *t, unsigned from,
    int depth);
/* "vendor-class "TEXT" {": who says this as option code. */
void class_take_option(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_scope *s, unsigned from, unsigned code);
void pool_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from);
void range_take(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_pool *pool, unsigned from);

/* The pool of ranges that stand in none, in a subnet's block. */
struct dhcpd_pool *pool_of(struct dhcpd *d, struct dhcpd_scope *s);

#endif
