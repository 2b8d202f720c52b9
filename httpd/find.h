/*
 * Who asks, and what that client sees under the name of its request.
 */
#ifndef FIND_H
#define FIND_H

#include "httpd/connection.h"

/*
 * Fills client and seen of the connection, and what its report says of them.
 * REFUSE_NOTHING: seen has it; otherwise why not. The caller closes seen in any case.
 */
enum refusal find(struct child *c);

/* The map is one that only we have read: it is not kept for long. */
int find_has_own_map(const struct child *c);

#endif
