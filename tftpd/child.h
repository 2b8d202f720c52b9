/*
 * The process of one transfer, from its channel to its report.
 */
#ifndef CHILD_H
#define CHILD_H

#include "daemon/lean.h"
#include "map/map.h"
#include "net/datagram.h"
#include "tftpd/channel.h"
#include "tftpd/lockin.h"
#include "tftpd/option.h"
#include "tftpd/request.h"
#include "tftpd/transfers.h"
#include "tftpd/upload.h"
#include "view/bootfile.h"
#include "view/view.h"

#define CHILD_TITLE_SIZE (MAP_NAME_MAX + VIEW_PATH_SIZE + 3)

/*
 * All that the process knows of what it is to do. The parent fills it before
 * the fork; what the parent works with lies in memory that no child has
 * (lean.h), so there is nothing else to look at.
 */
struct child {
	struct datagram asked;		/* its addresses; there are no bytes */
	struct request request;		/* mode and options; there is no name */
	struct bootfile file;		/* to send; a segment in memory is one
					   that the child has, too */
	int uploads;			/* or to receive: into this one */
	struct upload upload;
	int inbox_fd, shared_fd;	/* -1: a socket of its own is opened */
	size_t slot;			/* for the report */
	uint64_t size_max;		/* of an upload, bytes: -z */
	struct option_limits limits;	/* path_blksize is found out here */
	struct port_range ports;
	unsigned first_ms, tries;
	unsigned guesses;		/* see credit.h */
	struct lockin lockin;
	const char *wrapfault;		/* see wrapfault.h; a constant; NULL,
					   too, if the log has enough of it */
	int report_fd;
	struct surplus surplus;		/* what is to be closed first */
	/*
	 * Long ones come last: what is written of all this for one transfer
	 * lies on one page then.
	 */
	char text[TRANSFERS_TEXT_SIZE];	/* "file=… client=…", for the log */
	char title[CHILD_TITLE_SIZE];	/* for ps */
};

/* Serves the client and exits; never returns. */
_Noreturn void child_run(struct child *c);

#endif
