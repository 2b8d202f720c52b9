/*
 * Locking a server in, before it reads the first datagram: what it may still
 * open (landlock.h), which system calls it may still make (filter.h), how
 * many descriptors it may have.
 *
 *	sandbox_begin(); sandbox_read(), sandbox_calls() and so on; sandbox_enter()
 *
 * Protections that the kernel does not have are skipped.
 */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <linux/filter.h>
#include <stddef.h>
#include <sys/resource.h>

#include "daemon/filter.h"

#define SANDBOX_CALLS_MAX 128

struct sandbox {
	int rules;		/* -1: there is no Landlock */
	char missing[256];	/* what is left out, and why; "": nothing */
	int has_rules, has_filter;	/* after sandbox_enter() */
	int call[SANDBOX_CALLS_MAX];	/* that are allowed */
	size_t calls;
};

void sandbox_begin(struct sandbox *b);

/*
 * Allows to read beneath a folder; to make files there and write to them, too; and to
 * replace and remove them as well.
 */
void sandbox_read(struct sandbox *b, int folder_fd);
void sandbox_add(struct sandbox *b, int folder_fd);
void sandbox_write(struct sandbox *b, int folder_fd);

/*
 * Allows to read in the folder of the map; if the map is a link, in the
 * folder of its target, too. One that is not there yet cannot be allowed.
 */
void sandbox_read_map(struct sandbox *b, const char *map_path);

/* Allows n system calls. */
void sandbox_calls(struct sandbox *b, const int *calls, size_t n);

/*
 * Allows those that every server needs that starts processes, and its processes until
 * they are locked in themselves: they have its filter, too.
 */
void sandbox_parent_calls(struct sandbox *b);

/* Makes a filter for children, as filter_make(). */
void sandbox_filter(struct sandbox *b, struct sock_fprog *filter,
    const int *calls, size_t n, const struct filter_rule *rules,
    size_t n_rules);

/*
 * Locks, with this many further descriptors. NULL: it holds as a whole. Otherwise
 * b->missing, for "not locked in: MISSING"; the rest holds.
 */
const char *sandbox_enter(struct sandbox *b, rlim_t descriptors);

#endif
