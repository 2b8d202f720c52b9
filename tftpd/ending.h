/*
 * How transfers end: they report it, their processes end, and some are told to:
 * those whose clients have asked anew, and those that only keep a place.
 */
#ifndef ENDING_H
#define ENDING_H

#include "tftpd/transfers.h"

/*
 * Logs and counts what the reports say that have come, and frees the slots of the
 * processes that have ended.
 */
void ending_reap(struct transfers *t);

/*
 * Whether this very request is being served already: the same address and
 * port, the same bytes, within 3 seconds. Another request from the same port
 * means that its client has given up the old one: that process is ended.
 */
int ending_repeated(struct transfers *t, const struct datagram *d);

/*
 * A free slot for a client; NULL: too many of its address run. Of those that
 * are over and only dally one is ended for it.
 */
struct running *ending_slot(struct transfers *t, const union address *client);

#endif
