/*
 * The statements of dhcpd.conf(5) that are executed for each client: options,
 * parameters, and the conditions around them. Pure.
 */
#ifndef DHCPDSTATEMENT_H
#define DHCPDSTATEMENT_H

#include "mkbootroot/foreign/dhcpd/dhcpdtoken.h"
#include "mkbootroot/foreign/dhcpd/dhcpdtree.h"

/*
 * Takes one, and puts it into the block; depth is that of the blocks around it.
 * What dhcpd does not take is a mistake of its line, and passed over. What
 * cannot matter to booting is passed over.
 */
void statement_take(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_scope *s, int depth);

/* "option ...", behind that word: a statement, or a definition. */
void statement_take_option(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_scope *s, unsigned from);

/* Goes to the end of a statement, or of its block. */
void statement_pass(struct dhcpd_tokens *t);

/* A mistake where the token stands, and the rest of the statement. */
void statement_refuse(struct dhcpd *d, struct dhcpd_tokens *t);

/* Takes the ; behind a statement that began with a word. */
void statement_end(struct dhcpd *d, struct dhcpd_tokens *t, unsigned from,
    const char *word);

/* Whether the file ends here: then it was cut, which is said once. */
int statement_cut(struct dhcpd *d, const struct dhcpd_tokens *t);

/* An empty one; NULL: there is no memory. */
struct dhcpd_statement *statement_new(struct dhcpd *d, enum dhcpd_do what,
    unsigned from);

#endif
