/*
 * Which tags dnsmasq gives a client, and which dhcp-host is its. Pure.
 */
#ifndef DNSMASQWHO_H
#define DNSMASQWHO_H

#include "mkbootroot/foreign/dnsmasq/dnsmasq.h"

struct who {
	const struct asker *asker;
	char vendor[48];	/* option 60, '?' where a byte is not known */
	int is_pxe;		/* as dnsmasq sees it, when it has pxe-service */
	const char *pxe_vendor;
	struct tags *own;	/* but those of a range */
	struct tags *all;	/* and of tag-if */
	const struct dnsmasq_host *host;
};

void who_is(const struct dnsmasq *c, const struct asker *a, struct who *w);

/* Adds the tag of a range, and what tag-if makes of it. */
void who_in_range(const struct dnsmasq *c, struct who *w,
    const struct dnsmasq_range *r);

/*
 * tags_asked(), where what cannot be known is named, with the entry's line, and
 * is no.
 */
int who_has(const struct dnsmasq *c, const struct entry *e,
    const struct tags *t, enum truth without);

/* Whether a range is on the link of who asks. */
int who_reaches(const struct asker *a, const struct dnsmasq_range *r);

#endif
