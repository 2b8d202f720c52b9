/*
 * Questions that wait until the servers before us have had their time. What is kept
 * is the question: it is decided once more when its time has come, by the map of then.
 */
#ifndef WAITING_H
#define WAITING_H

#include <stddef.h>

#include "dhcp-helper/message.h"
#include "net/datagram.h"

#ifndef WAITING_MAX		/* few, to test */
#define WAITING_MAX 1024	/* questions at a time */
#endif

/* A question, and where it came from. */
struct waiting {
	long long due_ms;
	int fd;			/* the socket, and its port in host byte order */
	unsigned port;
	unsigned link;		/* the interface that it waits for; 0: not known */
	int is_far;		/* it may be from beyond that link */
	unsigned repeats;	/* when it came */
	unsigned char card[MESSAGE_CARD_MAX];	/* of the client */
	unsigned char xid[4];
	unsigned type;
	struct datagram datagram;	/* .bytes is .bytes below when it is taken out */
	unsigned char bytes[MESSAGE_MAX];
};

/* Begin with zeros. The places behind the n-th are free. */
struct waitings {
	size_t n;
	struct waiting_place {
		long long due_ms;
		unsigned link;
		int is_far;
		unsigned at;		/* in .question, also of a free place that
					   was used before */
		unsigned char card[MESSAGE_CARD_MAX];
	} place[WAITING_MAX];
	size_t used;			/* places that ever were */
	struct waiting question[WAITING_MAX];
};

enum waiting_added {
	WAITING_ADDED,
	WAITING_SOONER,		/* it waits already, from now on until the
				   earlier of both times */
	WAITING_FULL		/* too many wait */
};

/*
 * Keeps a question until due_ms. A client has one place on each link, and one for
 * what is said in its name from beyond it: what it asked there before has to be taken
 * out first (waiting_take_other()).
 */
enum waiting_added waiting_add(struct waitings *w, const struct waiting *q);

/*
 * Takes out what a client asked on a link, if it was something else than what m asks:
 * it no longer waits for that. What may be from beyond the link, is_far, ends nothing
 * but its like. 1: *q is it; 0: nothing else waits.
 */
int waiting_take_other(struct waitings *w, const struct message *m,
    unsigned link, int is_far, struct waiting *q);

/* Takes out the question that was due first. 1: *q is it; 0: none is due. */
int waiting_due(struct waitings *w, long long now_ms, struct waiting *q);

/* How long until the next is due, in ms; -1: none waits. */
int waiting_left_ms(const struct waitings *w, long long now_ms);

#endif
