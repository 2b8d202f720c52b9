/*
 * The blocks of dhcpd.conf(5): what one says holds for all that is in it,
 * wherever it stands. Pure.
 */
#ifndef DHCPDSCOPE_H
#define DHCPDSCOPE_H

#include <stdint.h>

#include "imported.h"

enum block {
	BLOCK_GLOBAL, BLOCK_GROUP, BLOCK_SUBNET, BLOCK_HOST
};

/* A block and what it says. */
struct scope {
	struct scope *next;	/* all of them */
	struct scope *parent;
	enum block block;
	unsigned from;
	struct words words;
	uint32_t net, mask;	/* of a subnet */
	const char *name, *ip;	/* of a host */
	unsigned char mac[6];
	int has_mac;
};

/* The lines of all hosts and subnets, in the order of the list. */
void scope_write(struct imported *im, const struct scope *scopes);

#endif
