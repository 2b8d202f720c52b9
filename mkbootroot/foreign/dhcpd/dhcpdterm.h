/*
 * An expression while it is read. Pure.
 */
#ifndef DHCPDTERM_H
#define DHCPDTERM_H

#include "mkbootroot/foreign/dhcpd/dhcpdtoken.h"
#include "mkbootroot/foreign/dhcpd/dhcpdtree.h"

struct reading {
	struct dhcpd *d;
	struct dhcpd_tokens *t;
	int depth;
};

struct dhcpd_expression *expression_new(struct reading *r, enum dhcpd_op op);

/*
 * With all its operators, and without them. is_number: "7" is one, and not an
 * octet. NULL: it is none.
 */
struct dhcpd_expression *expression_any(struct reading *r, int is_number);
struct dhcpd_expression *expression_one(struct reading *r, int is_number);

#endif
