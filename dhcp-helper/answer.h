/*
 * An answer is sent through the socket of the turn, at once or after quirk=delay=.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include "dhcp-helper/decide.h"
#include "dhcp-helper/interface.h"
#include "dhcp-helper/message.h"
#include "net/datagram.h"

struct server;

/*
 * Builds the answer to m, which came in d by the link via, and sends it or lets it
 * wait. Otherwise why it did neither; a call that failed was logged.
 */
enum silence answer_build(struct server *s, const struct datagram *d,
    const struct message *m, const struct interface *via,
    const struct decision *decision);

/* Sends all that has waited long enough. */
void answer_delayed(struct server *s);

#endif
