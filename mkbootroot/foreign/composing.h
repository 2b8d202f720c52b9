/*
 * What has been asked so far, while the lines are made.
 */
#ifndef FOREIGN_COMPOSING_H
#define FOREIGN_COMPOSING_H

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/imported.h"

struct compose {
	const struct foreign *f;
	struct imported *im;
	struct words *net;	/* what strangers are told there, f->nets */
	struct words *there;	/* what the host that is asked for is told */
	unsigned *line;		/* those that name a boot file, in order */
	unsigned char *told;	/* whether anybody is told it */
	size_t lines;
	int netless;		/* that no net is named has been said */
	int moves;		/* so has that a host may be elsewhere */
	int quiet;		/* and that one may get silence there */
};

/* Takes over the c->lines lines that name a boot file. */
void compose_lines(struct compose *c, const unsigned *lines);

/* What a client is told on a net, as words. */
void compose_ask(struct compose *c, const struct foreign_host *host,
    const struct foreign_net *net, struct words *w);

/* Names what is told there, and not on all nets. */
void compose_name(struct compose *c, const struct words *there,
    const struct words *all);

/* What strangers are told is default's and the nets'. */
void compose_nets(struct compose *c);

/* The line of a host. */
void compose_host(struct compose *c, const struct foreign_host *host);

/*
 * A host without an address, which has one on its own net: no line, but what is
 * told to it elsewhere has to be what its own line says.
 */
void compose_again(struct compose *c, const struct foreign_host *host,
    const struct foreign_host *own);

#endif
