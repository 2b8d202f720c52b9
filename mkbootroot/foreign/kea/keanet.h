/*
 * Kea's nets, with the reservations that stand in them. Pure.
 */
#ifndef KEANET_H
#define KEANET_H

#include <jansson.h>

#include "mkbootroot/foreign/kea/keaconfig.h"

/* All of a file; defs are its "option-def", NULL: none. */
void kea_nets_read(struct kea *k, const json_t *all, const json_t *defs);

#endif
