/*
 * What a compilation has said: of many mistakes the first, and how many they are.
 */
#ifndef FOLLOWREPORT_H
#define FOLLOWREPORT_H

#include <stddef.h>

#define FOLLOWREPORT_MAX 65536	/* bytes that are kept */

struct followreport {
	char *text;		/* whole lines, with their ends; NULL: nothing */
	size_t lines;		/* of all that it has said */
};

/* Reads a file from its start. What cannot be read was not said. */
void followreport_read(struct followreport *r, int fd);

/* Logs the first of it, and how many lines more there are. */
void followreport_log(const struct followreport *r);

/*
 * The lines that max bytes have room for; if that is not all of them, one that says how
 * many more there are. The caller frees it. NULL: nothing, or no memory.
 */
char *followreport_cut(const struct followreport *r, size_t max);

void followreport_free(struct followreport *r);

#endif
