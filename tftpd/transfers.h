/*
 * The transfers that are running, as the parent knows them: each is a
 * process of its own.
 */
#ifndef TRANSFERS_H
#define TRANSFERS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "daemon/lean.h"
#include "net/datagram.h"
#include "tftpd/report.h"
#include "tftpd/saydone.h"
#include "tftpd/upload.h"

#define TRANSFERS_TEXT_SIZE 1024

struct counters;
struct lograte;
struct stalls;

struct running {
	pid_t pid;		/* 0: the slot is free */
	union address client;
	uint32_t request_hash;
	size_t request_n;
	uint64_t begun_us;
	int reported;
	int dismissed;		/* it was told to go, though it dallied */
	int shared;		/* its process serves other slots, too */
	int inbox_fd;		/* -1: else its client's datagrams go there */
	struct upload *upload;	/* what it receives; NULL: it sends */
	uint64_t stall_serial;	/* see stall_asked(); 0: nothing */
	struct saydone_sent sent;
	struct running *next;	/* of the same bucket */
};

struct transfers {
	struct running *slot;
	char (*text)[TRANSFERS_TEXT_SIZE];	/* of each slot: "file=…
						   client=…" for the log */
	struct running **bucket;	/* max of them: by address and port */
	size_t max, n;		/* slots, and how many are in use */
	size_t high;		/* those behind it were never in use */
	size_t processes;	/* that have not been waited for */
	size_t guarded;		/* inboxes and uploads, no other child's */
	unsigned per_client;
	int report_fd[2];	/* see report.h */
	pid_t liar;		/* was ended for what it reported */
	struct counters *counters;
	struct lograte *lograte;
	struct stalls *stalls;	/* hears how transfers end, and so does */
	struct registry *registry;
};

/*
 * Room for max transfers, of which per_client for one address; where to count
 * them, which of their lines reach the log, and whose clients may be done with
 * them. -1: errno.
 */
int transfers_open(struct transfers *t, size_t max, unsigned per_client,
    struct counters *counters, struct lograte *lograte,
    struct registry *registry);

/*
 * The transfer of an address and port, or NULL: no system calls, and no
 * search through them all. If there are two, since the first is being ended,
 * it is the younger one.
 */
struct running *transfers_find(const struct transfers *t,
    const union address *client);

/* The next older one of the same. */
struct running *transfers_find_next(const struct running *before);

/*
 * Notes in slot r what was just begun: pid, shared, stall_serial, sent, inbox_fd and
 * upload, which are kept, and closed when it is over. text is copied. A process is counted
 * unless it is shared: see transfers_process().
 */
void transfers_add(struct transfers *t, struct running *r,
    const struct running *begun, const struct datagram *d, const char *text);

/* The text of a slot that is in use. */
const char *transfers_text(const struct transfers *t,
    const struct running *r);

/* Frees a slot, with all that was kept for it. */
void transfers_remove(struct transfers *t, struct running *r);

/* Of what was kept, the upload: it has its name, or is removed. */
void transfers_forget_upload(struct transfers *t, struct running *r);

/* Counts a process that was just forked and will have slots. */
void transfers_process(struct transfers *t);

/* What is the parent's, or other children's. */
void transfers_note_surplus(const struct transfers *t, struct surplus *surplus);

/* Before leaving: removes what has no name yet. */
void transfers_close(struct transfers *t);

#endif
