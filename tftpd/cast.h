/*
 * What the process of a multicast group sends: OACKs to its members, blocks to
 * the group, reports to the parent.
 */
#ifndef CAST_H
#define CAST_H

#include <stdint.h>

#include "tftpd/credit.h"
#include "tftpd/member.h"
#include "tftpd/multicast.h"
#include "tftpd/report.h"
#include "tftpd/retransmit.h"

struct cast {
	const struct multicast *m;
	int fd;
	int newcomer_fd;	/* -1: nobody can come any more */
	struct members members;
	struct credit credit;	/* of all members together */
	uint64_t last;		/* number of the last block */
	uint64_t block;		/* that the master is to acknowledge; 0: it
				   was told that it is the master */
	struct awaited awaited;
	struct turn turn;	/* of the master */
	uint64_t asked_us;	/* that, for the first time */
	uint64_t titled_us;
	int error;		/* errno of sending, if the last try failed */
	unsigned char *packet;	/* a header and blksize bytes */
	int over;
};

/* Asks the master for the ACK of a block; 0: of being the master. */
void cast_ask_for(struct cast *c, uint64_t block);

/* The same once more. */
void cast_ask(struct cast *c);

/* After a member has left: if it was the master, the next one has its turn. */
void cast_go_on(struct cast *c, int was_master);

/*
 * Tells a member whether it is the master, with all that it was granted. The
 * address is never left out, although RFC 2090 would let us in a second
 * OACK: atftp takes that for a fault.
 */
void cast_tell(struct cast *c, const struct member *m);

/*
 * Reports what became of a member, of which *r knows outcome, error and text,
 * and forgets it.
 */
void cast_dismiss(struct cast *c, struct member *m, struct report *r);

/* Ends it for everybody, with an ERROR that says text. */
void cast_dismiss_all(struct cast *c, enum outcome outcome, int error,
    const char *text);

#endif
