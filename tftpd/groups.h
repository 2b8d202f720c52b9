/*
 * The multicast transfers that are running (-g), as the parent knows them.
 */
#ifndef GROUPS_H
#define GROUPS_H

#include "daemon/lean.h"
#include "net/datagram.h"
#include "tftpd/member.h"
#include "tftpd/option.h"
#include "tftpd/request.h"
#include "view/bootfile.h"

#define GROUPS_MAX 16		/* different transfers at once */

struct group {
	int fd;			/* newcomers are told there; -1: it is free */
	int deaf;		/* it takes no more of them */
	pid_t pid;
	union address address;	/* with its port */
	/* What clients must have in common: */
	struct bootfile file;	/* closed by now; its stat counts */
	unsigned blksize;
	union address local;
	unsigned ifindex;
};

struct groups {
	union address address;	/* AF_UNSPEC: no multicast */
	unsigned ttl;
	struct group group[GROUPS_MAX];
};

/*
 * Reads "group:port[:ttl]", IPv6 in brackets. The ttl is 1 if none is given.
 * NULL: done; otherwise what is wrong with it.
 */
const char *groups_parse(const char *text, struct groups *g);

/* Whether a request is for multicast and can be served so. */
int groups_want(const struct groups *g, const struct request *r,
    const struct option_limits *l, const struct datagram *d,
    const struct bootfile *file);

/*
 * The group that sends this file in blocks of this size to where this client
 * is, or a new one, whose pid is 0. NULL: there are too many.
 */
struct group *groups_find(struct groups *g, const struct datagram *d,
    const struct bootfile *file, unsigned blksize);

/*
 * Tells a group's process about a client. -1: it takes nobody any more, and
 * groups_find() finds another one.
 */
int groups_tell(struct group *group, const struct newcomer *n);

/* What would let a child reach other transfers. */
void groups_note_surplus(const struct groups *g, struct surplus *surplus);

#endif
