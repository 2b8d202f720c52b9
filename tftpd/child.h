/*
 * The process of one transfer, from its channel to its report.
 */
#ifndef CHILD_H
#define CHILD_H

#include "asking.h"
#include "lockin.h"
#include "option.h"
#include "port.h"

struct child {
	struct asking *asking;	/* what for whom */
	uint64_t size_max;	/* of an upload, bytes: -z */
	struct option_limits limits;	/* path_blksize is found out here */
	const struct port_range *ports;
	unsigned first_ms, tries;
	const struct lockin *lockin;
	const char *wrapfault;	/* see wrapfault.h */
	const char *title;	/* for ps */
	int report_fd;
};

/* Serves the client and exits; never returns. */
_Noreturn void child_run(const struct child *c);

#endif
