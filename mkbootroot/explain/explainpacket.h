/*
 * explain: the packet that dhcp-helper would send, field by field.
 */
#ifndef EXPLAINPACKET_H
#define EXPLAINPACKET_H

#include <netinet/in.h>
#include <stddef.h>

#include "dhcp-helper/decide.h"

/*
 * Stands for the server's address, where only the link knows it. No host
 * can have it (RFC 1122 section 3.2.1.3).
 */
#define EXPLAIN_SERVER "0.0.0.1"

/*
 * Builds the answer to a message that came from `from` (AF_UNSPEC: wherever
 * the client asks from), and prints where it
 * goes and all of its fields and options in their order; or, for silence,
 * the reason.
 */
void explain_packet(const struct message *m, const struct decision *d,
    const union address *from);

#endif
