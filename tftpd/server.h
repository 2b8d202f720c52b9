/*
 * What the parent knows: how it was started, and what it has open; and how it
 * ends.
 */
#ifndef SERVER_H
#define SERVER_H

#include "daemon/counter.h"
#include "daemon/counterfile.h"
#include "daemon/lean.h"
#include "daemon/lograte.h"
#include "map/mapfollow.h"
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
	struct map map;
	char map_trouble[MAPFOLLOW_TROUBLE_SIZE];
	int root_fd;		/* -1: was not there at the start */
	int upload_fd;		/* the folder of -w; -1: as root_fd */
	int neighbour_fd;	/* -1: there is no netlink here */
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

enum { EXIT_DONE = 0, EXIT_MISTAKE = 1, EXIT_USAGE = 2, EXIT_LATER = 111 };

/* Exits; under inetd not before the datagram that we were started for. */
_Noreturn void leave(const struct server *s, int status);

#endif
