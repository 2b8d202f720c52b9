/*
 * The process of one transfer, from its channel to its report.
 */
#ifndef CHILD_H
#define CHILD_H

#include "bootfile.h"
#include "datagram.h"
#include "lockin.h"
#include "option.h"
#include "port.h"
#include "request.h"
#include "upload.h"

struct child {
	const struct datagram *datagram;
	const struct request *request;
	struct bootfile *file;	/* that is sent */
	const struct upload *upload;	/* or what is received; NULL: none */
	uint64_t size_max;	/* of an upload, bytes: -z */
	struct option_limits limits;	/* path_blksize is found out here */
	const struct port_range *ports;
	int listen_fd, inbox_fd;	/* inbox_fd -1: a socket of its own */
	unsigned first_ms, tries;
	const struct lockin *lockin;
	const char *wrapfault;	/* see wrapfault.h */
	const char *title;	/* for ps */
	const char *text;	/* for the log, should the parent be gone */
	size_t slot;		/* for the report */
	int report_fd;
};

/* Serves the client and exits; never returns. */
_Noreturn void child_run(const struct child *c);

#endif
