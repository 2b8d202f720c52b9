/*
 * The packet that answers a message, byte for byte, and where it goes.
 *
 * Pure. The bytes are those that EDK2, iPXE and old ROMs were seen to need;
 * the comments in reply.c say who needs which.
 */
#ifndef REPLY_H
#define REPLY_H

#include <stddef.h>

#include "dhcp-helper/decide.h"
#include "dhcp-helper/message.h"
#include "net/address.h"

#define REPLY_MAX 1472		/* EDK2 drops what is longer */

/*
 * Builds the answer of a decision that is not silence. Returns its length,
 * 0: it does not fit into what the client takes (option 57).
 */
size_t reply_build(const struct message *m, const struct decision *d,
    unsigned char buf[REPLY_MAX]);

/*
 * Where the answer goes, as d->to says: to the relay, to everybody, to the
 * address that the client has, or back to `from`, where the message came
 * from.
 */
void reply_address(const struct message *m, const struct decision *d,
    const union address *from, union address *to);

#endif
