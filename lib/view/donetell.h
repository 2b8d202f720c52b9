/*
 * A client is done: that is brought to the disk, and then to the log.
 */
#ifndef DONETELL_H
#define DONETELL_H

#include "daemon/allowance.h"
#include "done/done.h"
#include "done/donesynced.h"
#include "map/client.h"

enum donetell_came {
	DONETELL_NEW,		/* it is, from now on */
	DONETELL_WAS,		/* it was before: nothing has changed */
	DONETELL_FAILED		/* it is not */
};

/* What a server needs for it. */
struct donetell {
	struct done done;	/* of done_open() */
	struct donesynced synced;
	struct allowance strangers;	/* clients without a line of their own
					   whose file may still be made */
	const char *why;	/* of the last DONETELL_FAILED */
};

/* Opens the folder, before the sandbox: see done_open(). */
int donetell_open(struct donetell *t, const char *path);

/*
 * by is "tftp", "http" or "sent", address that of the client. A client that is done
 * already is brought to the disk as well, once: it may not be there yet.
 */
enum donetell_came donetell(struct donetell *t, const struct client *c,
    const char *by, const char *address);

/* Logs the last DONETELL_FAILED. */
void donetell_failed(const struct donetell *t, const struct client *c,
    const char *address);

#endif
