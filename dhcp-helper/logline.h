/*
 * A decision as the one line that the log has of it.
 */
#ifndef LOGLINE_H
#define LOGLINE_H

#include <stddef.h>

#include "dhcp-helper/decide.h"
#include "dhcp-helper/message.h"

#define LOGLINE_SIZE 8192

/*
 * Writes the line, "boot mac=... -> OFFER", without a newline; dhcp-helper(8)
 * explains each of its words. What came from outside is made visible.
 * Returns buf. Pure.
 */
char *logline_text(const struct message *m, const struct decision *d,
    const struct interface *via, char *buf, size_t size);

#endif
