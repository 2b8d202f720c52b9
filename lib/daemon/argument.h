/*
 * The arguments of a command line, and what is wrong with them. The first mistake
 * is kept until it is known where it can be said. Pure.
 */
#ifndef ARGUMENT_H
#define ARGUMENT_H

#include <stddef.h>

/* Begins with zeros. */
struct argument_mistake {
	const char *what;	/* NULL: there is none */
	char text[512];		/* its bytes, perhaps */
	int wants_usage;	/* the usage helps against it */
};

/* The usage is wrong; page is the manual page, "tftpd(8)". */
void argument_usage(struct argument_mistake *m, const char *page);

/* There is a reason against the argument text of -option; NULL: there is none. */
void argument_reason(struct argument_mistake *m, int option, const char *text,
    const char *reason);

/* A number from min to max; a mistake gives min. */
long long argument_number(struct argument_mistake *m, int option,
    const char *text, long long min, long long max);

/* "-c total[:per-client]". text is changed. */
void argument_limits(struct argument_mistake *m, int option, char *text,
    unsigned *total, unsigned *per_client);

/* Appends text to a list of at most max; more of them are wrong usage. */
void argument_append(struct argument_mistake *m, const char *page,
    const char *text, const char **list, size_t *n, size_t max);

#endif
