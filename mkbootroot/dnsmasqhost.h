/*
 * The clients of dnsmasq(8)'s configuration, as lines: what it would tell each,
 * as every kind of firmware and as iPXE. Pure.
 */
#ifndef DNSMASQHOST_H
#define DNSMASQHOST_H

#include "dnsmasqentry.h"
#include "imported.h"

/* What the configuration says, as it stands there. */
struct dnsmasq {
	struct imported *im;
	struct entries hosts, boots, options, ranges;
	struct entries sets;	/* dhcp-mac */
	struct words services;	/* pxe-service: a PXE ROM heeds no dhcp-boot then */
	struct {
		unsigned arch;
		const char *tag;
	} arch[TAGS_MAX];
	size_t archs;
	struct tags ipxe, all;	/* of iPXE; of all that boot by network */
};

/*
 * Takes what clients with these tags are told into w: all, or the router and the
 * name servers.
 */
void dnsmasq_words(struct dnsmasq *c, struct words *w, const struct tags *t);
void dnsmasq_lending(struct dnsmasq *c, struct words *w,
    const struct tags *t);

/* Takes it all over into c->im. */
void dnsmasq_write(struct dnsmasq *c);

#endif
