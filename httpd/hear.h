/*
 * What the processes of connections say, and that they have ended.
 */
#ifndef HEAR_H
#define HEAR_H

#include "httpd/server.h"

/* Logs and counts what the reports say that have come: how many. */
int hear_reports(struct server *s);

/* Frees the places of the processes that have ended. */
void hear_ends(struct server *s);

#endif
