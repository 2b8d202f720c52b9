/*
 * What dnsmasq tells a client whose tags and range are known. Pure.
 */
#ifndef DNSMASQTELL_H
#define DNSMASQTELL_H

#include "mkbootroot/foreign/dnsmasq/dnsmasqwho.h"

/* Who asks, on which range. c->space has its tags before those of the range. */
struct question {
	const struct dnsmasq *c;
	struct who who;
	const struct dnsmasq_range *range;	/* NULL: the file has none */
	struct told *told;
};

/*
 * The dhcp-option TOLD_...: the last whose tags match with and without those
 * of the range; else with them; else the last without tags. NULL: none.
 */
const struct dnsmasq_option *option_of(const struct question *q,
    int told);

/*
 * Tells an address, if none is told yet. 0.0.0.0 is dnsmasq's own: of a server
 * the one that answers, which need not be said; as what else it is, is named.
 */
void tell_address(const struct question *q, struct entry *e,
    struct in_addr address, const char *as, struct in_addr *told,
    unsigned *from);

/* Tells what is booted where dnsmasq lends the address too; as a proxy. */
void tell_lent(const struct question *q);
void tell_proxied(const struct question *q);

/* What it is lent, beside an address. */
void tell_lending(const struct question *q);

#endif
