/*
 * The options of an answer, in the order in which firmware was seen to take
 * them.
 */
#ifndef REPLYOPTION_H
#define REPLYOPTION_H

#include "dhcp-helper/decide.h"
#include "dhcp-helper/message.h"
#include "dhcp-helper/writer.h"

/*
 * Writes the options of a decision that is not silence, END included.
 * server is the name of the host that has the file, or its address as text.
 * Pure.
 */
void reply_options(struct writer *w, const struct message *m,
    const struct decision *d, const char *server);

#endif
