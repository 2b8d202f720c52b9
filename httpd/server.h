/*
 * What the parent knows: how it was started, and what it has open.
 */
#ifndef SERVER_H
#define SERVER_H

#include "daemon/counter.h"
#include "daemon/counterfile.h"
#include "daemon/lean.h"
#include "daemon/lograte.h"
#include "daemon/startup.h"
#include "httpd/commandline.h"
#include "httpd/connections.h"
#include "httpd/lockin.h"
#include "httpd/mapoffer.h"
#include "map/mapfollow.h"
#include "net/listener.h"
#include "view/donetell.h"

struct child;

/* A connection that was taken, and for which there was no place. */
struct held {
	int fd;			/* -1: none */
	union address peer;
	long long until_ms;
};

/* It lies in memory that no child has (lean.h). */
struct server {
	struct settings set;
	struct listener listener;
	const char *map_path;	/* -m */
	struct map map;		/* its bytes are the children's as well */
	char map_trouble[MAPFOLLOW_TROUBLE_SIZE];
	struct mapoffer mapoffer;	/* for children that are older than it */
	int root_fd;		/* -1: was not there at the start */
	int neighbour_fd;	/* -1: there is no netlink here */
	int report_fd[2];	/* see reporting.h */
	int gathers;		/* what is reported now is heard in a moment */
	pid_t liar;		/* was ended for what it reported */
	struct connections connections;
	struct held held;
	long long ask_ms;	/* when somebody may be asked for room again */
	long long full_until_ms;	/* nobody has made room before */
	struct child *child;	/* what it is told, filled before each fork */
	struct donetell done;
	struct lockin lockin;	/* for the children */
	struct lograte lograte;
	struct counters counters;
	struct counterfile counterfile;	/* -P */
};

#endif
