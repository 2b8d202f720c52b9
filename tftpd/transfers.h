/*
 * The transfers that are running, as the parent knows them: each is a
 * process of its own.
 */
#ifndef TRANSFERS_H
#define TRANSFERS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "datagram.h"
#include "send.h"

#define TRANSFERS_TEXT_SIZE 1024

struct running {
	pid_t pid;		/* 0: the slot is free */
	union address client;
	uint32_t request_hash;
	size_t request_n;
	uint64_t begun_ms;
	int reported;
	int shared;		/* its process serves other slots, too */
	int inbox_fd;		/* -1: else its client's datagrams go there */
	struct running *next;	/* of the same bucket */
	char text[TRANSFERS_TEXT_SIZE];	/* "file=… client=…" for the log */
};

struct transfers {
	struct running *slot;
	struct running **bucket;	/* max of them: by address and port */
	size_t max, n;		/* slots, and how many are in use */
	unsigned per_client;
	int report_fd[2];	/* a pipe; the children write to [1] */
};

/* Room for max transfers, of which per_client for one address. -1: errno. */
int transfers_open(struct transfers *t, size_t max, unsigned per_client);

/* A free slot for a client, or NULL: there are too many of this address. */
struct running *transfers_slot(struct transfers *t,
    const union address *client);

/*
 * The transfer of an address and port, or NULL: no system calls, and no
 * search through them all. If there are two, since the first is being ended,
 * it is the younger one.
 */
struct running *transfers_find(const struct transfers *t,
    const union address *client);

/*
 * Whether this very request is being served already: the same address and
 * port, the same bytes, within 3 seconds. Another request from the same port
 * means that its client has given up the old one: that process is ended.
 */
int transfers_repeated(struct transfers *t, const struct datagram *d);

/*
 * Notes a process that was just forked in its slot; inbox_fd (-1: none) is
 * closed when it has ended.
 */
void transfers_add(struct transfers *t, struct running *r, pid_t pid,
    const struct datagram *d, int inbox_fd);

/* In a child: closes what would let it reach other transfers. */
void transfers_close_inboxes(const struct transfers *t);

/* Logs what the reports say that have come. */
void transfers_report(struct transfers *t);

/* Frees the slots of the processes that have ended. */
void transfers_reap(struct transfers *t);

/* One line for a transfer that is over. */
void transfers_log(const char *text, const struct send_report *report);

#endif
