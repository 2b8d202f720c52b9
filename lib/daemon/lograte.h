/*
 * Which lines that a datagram causes reach the log, so that nobody fills it.
 *
 * There is an allowance of lines for each client with a line of its own in the
 * map, for each source, and for each of three groups: what strangers send, what
 * such clients send, and what transfers end with. A line is logged if each
 * allowance that it belongs to has one left.
 *
 * When a process ends, it forgets its allowances, and the next one begins with full
 * ones. So a process stays until they are full again: see lograte_linger_ms().
 */
#ifndef LOGRATE_H
#define LOGRATE_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/allowance.h"
#include "net/address.h"

#define LOGRATE_SETS 128
#define LOGRATE_WAYS 4

enum lograte_group { LOGRATE_CLIENTS, LOGRATE_STRANGERS, LOGRATE_TRANSFERS,
    LOGRATE_GROUPS };

/* Who sent it; n is 0: nothing is known of that. */
struct lograte_source {
	unsigned char bytes[16];
	size_t n;
};

/* The allowance of one client or one source. */
struct lograte_share {
	uint64_t mark;		/* of whom; 0: of nobody */
	struct allowance allowance;
};

struct lograte {
	struct allowance all[LOGRATE_GROUPS];
	uint64_t secret[2];	/* so that nobody chooses who shares a place */
	long long full_ms;	/* when all allowances are full again */
	struct lograte_share share[LOGRATE_SETS][LOGRATE_WAYS];
};

/* Before the process is locked in: the secret is of the kernel. */
void lograte_begin(struct lograte *r);

/* An address as a source, see address_source(). */
struct lograte_source lograte_address(const union address *a);

/*
 * Whether a line of this priority is to be logged, for what a client sent: the
 * n bytes of the key of its own line; 0: it has none. If not, it is counted.
 */
int lograte_wants(struct lograte *r, int priority, const unsigned char *key,
    size_t n, const struct lograte_source *source);

/* The same, where it was kept whether the client has a line of its own. */
int lograte_takes(struct lograte *r, int priority, int is_known);

/* The same for the end of a transfer: its client has an address, surely. */
int lograte_wants_transfer(struct lograte *r, int priority,
    const struct lograte_source *source);

/*
 * Says how many lines were left out, at most once a second but at the end; and
 * how many nobody read.
 */
void lograte_report(struct lograte *r, int is_last);

/* How long to wait at most until then, of ms; -1: without an end. */
int lograte_wait_ms(const struct lograte *r, int ms);

/* How long to stay before going, at least min_ms. */
int lograte_linger_ms(const struct lograte *r, int min_ms);

#endif
