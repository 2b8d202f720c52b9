/*
 * Who asks, and what the map says of it.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "tftpd/asking.h"
#include "tftpd/server.h"

/*
 * Fills a->who and a->client by the datagram and by a path; a client of whom
 * the map knows nothing sees the boot root. REFUSE_NOTHING; or why it may not
 * be told what it would see: a map is there, but not what it says of it.
 */
enum refusal lookup(struct server *s, struct asking *a, const char *path);

#endif
