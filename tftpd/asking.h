/*
 * A request that is being served: what came (datagram, request), who asks and
 * what the map says of it, and what is decided (seen, upload); how it stands in
 * the log, and how it is refused.
 */
#ifndef ASKING_H
#define ASKING_H

#include <stddef.h>

#include "map/client.h"
#include "map/mapfollow.h"
#include "net/datagram.h"
#include "tftpd/meeting.h"
#include "tftpd/refusal.h"
#include "tftpd/request.h"
#include "tftpd/upload.h"
#include "view/donetell.h"
#include "view/seen.h"

struct counters;
struct lograte;

/* Where clients are looked up: the map, the kernel's neighbour table, and who is done. */
struct registry {
	const char *map_path;
	struct map map;
	char map_trouble[MAPFOLLOW_TROUBLE_SIZE];
	struct meeting meeting;
	struct donetell done;
};

/* What is written for each request comes first, and on few pages. */
struct asking {
	int fd;				/* the socket that it came in by */
	int known;			/* client is filled */
	struct datagram datagram;
	struct request request;
	struct who who;
	struct upload *upload;		/* what is written; NULL */
	/* These are kept. */
	struct counters *counters;	/* of what is refused */
	struct lograte *lograte;
	struct client client;
	struct seen seen;		/* what it gets; of an upload the path */
};

/*
 * A request that came in by fd, and of which nothing else is known: what was
 * there of another one is gone.
 */
void asking_begin(struct asking *a, int fd, const struct datagram *d);

/*
 * Fills a->who and a->client by the datagram and by a path; a client of whom
 * the map knows nothing sees the boot root. REFUSE_NOTHING; or why it may not
 * be told what it would see: a map is there, but not what it says of it.
 */
enum refusal asking_look_up(struct asking *a, struct registry *r,
    const char *path);

/* Writes "file=… client=… mac=… name=…", cut at size. */
void asking_describe(const struct asking *a, char *buf, size_t size);

/* Whether the map has a line for the client itself. */
int asking_is_own(const struct asking *a);

/* Whether a line of this priority about the request is to be logged. */
int asking_wants(const struct asking *a, int priority);

/*
 * Sends an ERROR through the listening socket: a client that has not heard
 * from us yet takes its answer from any port (RFC 1350 section 4). It is logged
 * and counted; error is errno, of REFUSE_SYSTEM. What the client does not see
 * is refused with a->seen's reason.
 */
void asking_refuse(const struct asking *a, enum refusal refusal, int error);
void asking_refuse_seen(const struct asking *a);

#endif
