/*
 * Clients that are done, as the process of their connection reports it: it says so, or
 * it has all of its last file (once=sent). The parent finds out by itself who that can
 * be, and writes it.
 */
#ifndef SAYDONE_H
#define SAYDONE_H

#include "httpd/report.h"
#include "httpd/server.h"

/* The process r asks to write that its client is done: it is answered. */
void saydone(struct server *s, const struct running *r,
    const struct report *report);

/* Its client has all of its last file. */
void saydone_sent(struct server *s, const struct running *r,
    const struct report *report);

/* It could not tell whether its client is done: the log says why, once. */
void saydone_unknown(struct server *s, const struct running *r,
    const struct report *report);

#endif
