/*
 * What it means for a transfer that its socket said no. Pure.
 */
#ifndef TROUBLE_H
#define TROUBLE_H

enum trouble {
	TROUBLE_PASSING,	/* of the network: as good as a lost packet */
	TROUBLE_GONE,		/* nobody listens there any more */
	TROUBLE_LASTING
};

/* error: errno after send(2), sendmsg(2) or recv(2). */
enum trouble trouble(int error);

#endif
