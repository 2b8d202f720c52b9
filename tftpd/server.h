/*
 * What the parent knows: how it was started, and what it has open; and how it
 * begins.
 */
#ifndef SERVER_H
#define SERVER_H

#include "daemon/counter.h"
#include "daemon/counterfile.h"
#include "daemon/lean.h"
#include "daemon/lograte.h"
#include "daemon/startup.h"
#include "net/datagram.h"
#include "net/listener.h"
#include "tftpd/asking.h"
#include "tftpd/channel.h"
#include "tftpd/commandline.h"
#include "tftpd/groups.h"
#include "tftpd/lockin.h"
#include "tftpd/transfers.h"
#include "view/view.h"

struct child;
struct multicast;

/* It lies in memory that no child has (lean.h). */
struct server {
	struct settings set;
	struct listener listener;
	struct registry registry;
	int root_fd;		/* -1: was not there at the start */
	int upload_fd;		/* the folder of -w; -1: as root_fd */
	struct transfers transfers;
	struct groups groups;	/* -g */
	struct asking asking;	/* the request that is being served */
	/* What a child is told, filled before each fork. */
	struct child *child;
	struct multicast *cast;
	struct surplus surplus;
	struct lockin lockin;	/* for the children */
	struct lograte lograte;
	struct counters counters;
	struct counterfile counterfile;	/* -P */
};

/* The defaults, and nothing open. NULL: errno. */
struct server *server_open(void);

/*
 * Binds the sockets of -l; or leaves with a message, which is that of the command
 * line if that is wrong.
 */
void server_listen(struct server *s, const struct serveroption *o);

/*
 * Opens all else that it will ever need, gives up its privileges, and locks itself
 * in; or leaves with a message.
 */
void server_begin(struct server *s, const struct serveroption *o);

#endif
