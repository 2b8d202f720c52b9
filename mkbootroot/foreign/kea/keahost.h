/*
 * Kea's reservations. Pure.
 */
#ifndef KEAHOST_H
#define KEAHOST_H

#include <jansson.h>

#include "mkbootroot/foreign/kea/keaconfig.h"

/* Those of a list; subnet NULL: they hold everywhere. */
void kea_hosts_read(struct kea *k, const json_t *list, const json_t *defs,
    const struct kea_subnet *subnet);

/* By what clients are known, if the file says that. */
void kea_identifiers_read(struct kea *k, const json_t *all);

/* In the order of their cards, those of one in the order of the file. */
void kea_hosts_sort(struct kea *k);

/*
 * The reservation of a card in a subnet, or the one that holds everywhere
 * (subnet NULL); NULL: there is none.
 */
const struct kea_host *kea_host_find(const struct kea *k,
    const unsigned char mac[6], const struct kea_subnet *subnet);

#endif
