/*
 * The tags that a client has by its interface, its card and what it sends. Pure.
 */
#ifndef DNSMASQSENT_H
#define DNSMASQSENT_H

#include "mkbootroot/foreign/dnsmasq/dnsmasqwho.h"

/* Adds them to its own tags. */
void sent_tags(const struct dnsmasq *c, struct who *w);

#endif
