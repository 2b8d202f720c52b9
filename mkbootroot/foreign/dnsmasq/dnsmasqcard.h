/*
 * MAC addresses as dnsmasq(8) writes them, with stars for octets that may be any.
 * Pure.
 */
#ifndef DNSMASQCARD_H
#define DNSMASQCARD_H

#include "mkbootroot/foreign/ask.h"

struct card {
	unsigned char mac[6];
	unsigned char is_any[6];
	int known;		/* octets that are no star */
};

/*
 * 0; -1: it is none; 1: of another hardware than Ethernet, which no client of
 * ours has.
 */
int card_read(struct card *card, const char *text);

/*
 * How many octets clients(5) has for it: 6, 1 to 5 with "*" behind; 0: all
 * cards; -1: there is a star in front of an octet, which it cannot say.
 */
int card_octets(const struct card *card);

/*
 * Whether it is that of who asks; NULL: a stranger, whose card no prefix and no
 * address of the file is. An asker with a prefix has none of the longer ones.
 */
enum truth card_is_of(const struct card *card, const struct foreign_host *host);

#endif
