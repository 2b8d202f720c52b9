/*
 * A request that is being served: who asks for what, and what was opened for
 * it; how it stands in the log, and how it is refused.
 */
#ifndef ASKING_H
#define ASKING_H

#include <stddef.h>

#include "bootfile.h"
#include "client.h"
#include "config.h"
#include "datagram.h"
#include "packet.h"
#include "request.h"
#include "upload.h"
#include "view.h"

struct asking {
	int fd;				/* the socket that it came in by */
	const struct datagram *datagram;
	struct request request;
	char path[VIEW_PATH_SIZE];	/* the name, cleaned */
	struct who who;
	struct client client;
	int known;			/* client is filled */
	char found[VIEW_PATH_SIZE];	/* the path that was opened */
	const char *generated;		/* or what was made; NULL */
	char *made;			/* its bytes */
	struct bootfile file;
	struct upload *upload;		/* or what is written; NULL */
};

/* Writes "file=… client=… mac=… name=…", cut at size. */
void asking_describe(const struct asking *a, char *buf, size_t size);

/*
 * Sends an ERROR through the listening socket: a client that has not heard
 * from us yet takes its answer from any port (RFC 1350 section 4). reason is
 * for the log.
 */
void asking_refuse(const struct asking *a, enum packet_error code,
    const char *text, const char *reason);

#endif
