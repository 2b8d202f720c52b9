/*
 * What only the parent can do, and a process asks for.
 */
#ifndef ASK_H
#define ASK_H

#include "httpd/connection.h"

/*
 * Asks in the middle of a request, and waits: 1: the parent says that it is done; 0: it
 * says no, or nothing.
 */
int ask(const struct child *c, enum report_asks what);

#endif
