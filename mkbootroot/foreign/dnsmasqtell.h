/*
 * What dnsmasq tells a client whose tags and range are known. Pure.
 */
#ifndef DNSMASQTELL_H
#define DNSMASQTELL_H

#include "foreign/dnsmasqwho.h"

/* Who asks, on which range, and its tags before those of the range. */
struct question {
	const struct dnsmasq *c;
	struct who who;
	struct tags before;
	const struct dnsmasq_range *range;	/* NULL: the file has none */
	struct told *told;
};

/* Tells what is booted where dnsmasq lends the address too; as a proxy. */
void tell_lent(const struct question *q);
void tell_proxied(const struct question *q);

/* What it is lent, beside an address. */
void tell_lending(const struct question *q);

#endif
