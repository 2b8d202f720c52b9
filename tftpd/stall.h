/*
 * Boots that stand still: what each client was sent of which something must
 * follow, and whether it did. Pure: the clock is the caller's.
 */
#ifndef STALL_H
#define STALL_H

#include <stddef.h>
#include <stdint.h>

#include "tftpd/stallplace.h"

#define STALL_TEXT_SIZE 1024
#define STALL_SHIM_SIZE 512
#define STALL_MS (30 * 1000)	/* in which a loader that runs asks */
#define STALL_IPXE_MS (90 * 1000)	/* iPXE waits for the link, and asks
					   for an address first */
#define STALL_TIMES 3		/* whole boot files in STALL_AGE_MS are a
				   loop, if nothing followed */

/* A boot that stands still. */
struct stall {
	enum stall_where where;
	struct bootstep step;	/* what was sent last, or refused */
	unsigned times;		/* the boot file was sent */
	int is_own;		/* see stall_client */
	char text[STALL_TEXT_SIZE];	/* of that request */
};

struct stalls {			/* begin with zeros */
	uint64_t serial;
	int has_next;
	long long next_ms;	/* no place is due before */
	struct stall_places places;
	char text[STALL_MAX][STALL_TEXT_SIZE];
	char shim[STALL_MAX][STALL_SHIM_SIZE];	/* see shimsent_note() */
};

/*
 * Notes a request; text is for told->text, and begins with the file up to a
 * blank; it may be NULL for STEP_OTHER.
 * Where the request shows that the boot before it stood still, *told says so;
 * else told->where is STALL_NONE. Returns what stall_ended() wants to hear of
 * its transfer; 0: nothing.
 */
uint64_t stall_asked(struct stalls *s, const struct stall_client *c,
    const struct bootstep *b, const char *text, long long now_ms,
    struct stall *told);

/* A transfer is over; is_whole: its client has all of it. */
void stall_ended(struct stalls *s, uint64_t serial, int is_whole,
    long long now_ms);

/* 1: *told is a boot that has stood still for long enough; 0: there is none. */
int stall_due(struct stalls *s, long long now_ms, struct stall *told);

/* How long to wait at most until then, of ms; -1: without an end. */
int stall_wait_ms(const struct stalls *s, long long now_ms, int ms);

/* Whether there is a boot that may turn out to stand still by waiting. */
int stall_pending(const struct stalls *s);

/*
 * Notes what a client is sent: the path of a shim; NULL: something else, and
 * what it asks for next is no second stage. The client has its place among the
 * stalls already, or is not followed.
 */
void shimsent_note(struct stalls *s, const struct stall_client *c,
    const char *path, long long now_ms);

/* That path; NULL: there is none. */
const char *shimsent_path(struct stalls *s, const struct stall_client *c,
    long long now_ms);

#endif
