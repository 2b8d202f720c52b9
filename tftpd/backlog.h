/*
 * The requests between the socket and their being served: they are taken in
 * first, because the kernel's queue is short, knows no fairness, and starting
 * a process takes longer than asking for one.
 */
#ifndef BACKLOG_H
#define BACKLOG_H

#include "tftpd/server.h"

struct backlog;

/* Made once, never freed, and no child inherits it. NULL: errno. */
struct backlog *backlog_open(void);

/* Takes in what waits in a socket, much of it. -1: errno; it is of no use. */
int backlog_take_in(struct backlog *b, struct server *s, int fd);

/*
 * How long to wait for more, in milliseconds, where ms would do if nothing
 * waited here; -1 is for ever.
 */
int backlog_wait_ms(const struct backlog *b, const struct server *s, int ms);

/* Serves some, and says now and then how many were dropped. */
void backlog_serve(struct backlog *b, struct server *s);

#endif
