/*
 * Expressions of dhcp-eval(5), as dhcpd binds them: "and" and "or" alike, from
 * the left; what follows a comparison is its right side's as a whole. Pure.
 */
#ifndef DHCPDEXPRESSION_H
#define DHCPDEXPRESSION_H

#include "mkbootroot/foreign/dhcpd/dhcpdtoken.h"
#include "mkbootroot/foreign/dhcpd/dhcpdtree.h"

/*
 * Takes one; of numbers: "7" is one, and no octet. NULL: it is none that dhcpd
 * takes.
 */
struct dhcpd_expression *expression_take(struct dhcpd *d,
    struct dhcpd_tokens *t);
struct dhcpd_expression *expression_take_number(struct dhcpd *d,
    struct dhcpd_tokens *t);

/* Whether it is true or false, as a condition has to be. */
int expression_is_truth(const struct dhcpd_expression *e);

/* Whether it is data, or may be. */
int expression_is_data(const struct dhcpd_expression *e);

/*
 * The bytes of the client's card that it is, from offset, 0 being the kind of
 * card; is_ascii: as text with this between them. 0; -1: it is something else.
 */
struct card_part {
	size_t offset, n;
	int is_ascii;
	char between;
};
int expression_card(const struct dhcpd_expression *e, struct card_part *part);

/*
 * Notes the card that such a part with this value is of, so that it is asked
 * for. 0; -1: there is none, and whoever has that value stays unknown.
 */
int card_note(struct dhcpd *d, unsigned from, const struct card_part *part,
    const unsigned char *value, size_t n);

#endif
