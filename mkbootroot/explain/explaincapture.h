/*
 * explain -p: what dhcp-helper would answer to the requests of a capture.
 */
#ifndef EXPLAINCAPTURE_H
#define EXPLAINCAPTURE_H

#include <netinet/in.h>

#include "done/done.h"
#include "map/map.h"

/*
 * Prints a decision for each message to port 67 or 4011 in a file of
 * tcpdump's, and what is wrong with the answers of others there. server is
 * our address on that link, 0.0.0.0: not known. Exit code; it was said what
 * is wrong. done says who is done now.
 */
int explain_capture(const struct map *m, const char *path,
    struct in_addr server, const struct done *done);

#endif
