/*
 * The answer to firmware that is to boot its disk, and that no loader takes
 * there: one that ends its network boot at once.
 */
#ifndef LOCALBOOT_H
#define LOCALBOOT_H

#include "dhcp-helper/decide.h"
#include "dhcp-helper/message.h"

/*
 * Fills in what such firmware is told. False: nothing is known that would end its
 * network boot, and silence has to do. Pure.
 */
int localboot_tell(const struct message *m, struct decision *d);

#endif
