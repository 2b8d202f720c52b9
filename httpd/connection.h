/*
 * The process of one connection, from its first byte to its end.
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "daemon/lean.h"
#include "done/done.h"
#include "httpd/lockin.h"
#include "httpd/report.h"
#include "httpd/request.h"
#include "httpd/respond.h"
#include "httpd/whole.h"
#include "map/client.h"
#include "map/map.h"
#include "view/seen.h"

#ifndef CONNECTION_IDLE_S
#define CONNECTION_IDLE_S 30	/* without a request, and for one */
#endif
#ifndef CONNECTION_STUCK_S
#define CONNECTION_STUCK_S 120	/* without a byte that the client takes */
#endif
#define CONNECTION_SMALL 65536	/* is sent out of memory */

/* What the process works with. The parent never touches it: there is no page of
   it before there is a child. */
struct connection {
	struct request request;
	struct response response;
	struct content content;
	struct who who;
	struct client client;
	int known;		/* client is filled */
	struct {		/* what the map says of the peer, until it is new */
		int is_kept;	/* client, if it is known, is still that one */
		struct who who;
		int known, disagrees;
	} usual;
	int goes_on;		/* its next request may be on its way */
	struct report report;
	struct whole had;
	union address had_by;	/* whom a proxy asked for then; AF_UNSPEC: the peer */
	struct seen seen;
	size_t in_n;		/* bytes of in[] */
	char in[REQUEST_HEAD_MAX];
	char body[CONNECTION_SMALL];
};

/*
 * All that the process knows. The parent fills it before the fork; what the parent
 * works with lies in memory that no child has (lean.h).
 */
struct child {
	int fd;				/* the connection */
	union address peer, local;
	struct who met;			/* what is known of the peer */
	int is_proxy;			/* it asks for others: -f */
	size_t slot;			/* for the reports */
	int report_fd;
	struct map map;
	int mapoffer_fd;		/* newer ones, see mapoffer.h */
	const char *map_path, *root_path;
	int root_fd;
	struct done done;		/* is only looked at */
	struct lockin lockin;
	char server[ADDRESS_TEXT_SIZE];	/* our address; "": not made yet */
	char host[ADDRESS_TEXT_SIZE];	/* the same, as it stands in a URL */
	struct connection *connection;
	struct surplus surplus;		/* what is to be closed first */
};

/* Serves the client and exits; never returns. */
_Noreturn void connection_run(struct child *c);

#endif
