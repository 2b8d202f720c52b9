/*
 * Leaving with a status that the service manager understands.
 */
#ifndef LEAVE_H
#define LEAVE_H

#include "tftpd/server.h"

enum { EXIT_DONE = 0, EXIT_MISTAKE = 1, EXIT_USAGE = 2, EXIT_LATER = 111 };

/* Exits; under inetd not before the datagram that we were started for. */
_Noreturn void leave(const struct server *s, int status);

#endif
