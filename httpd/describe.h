/*
 * What a process reports of its request: what its parent cannot know of the client and
 * of what it asked for. Pure.
 */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include "httpd/connection.h"

/* Fills what the connection's report says of who, client, request and seen. */
void describe_request(const struct child *c);

#endif
