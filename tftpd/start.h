/*
 * Starting the process of a transfer.
 */
#ifndef START_H
#define START_H

#include "tftpd/asking.h"
#include "tftpd/option.h"
#include "tftpd/server.h"

/*
 * Room for what a child is told:
 * start_transfer() and join_group() fill it. At most so many descriptors are
 * open. -1: errno.
 */
int start_open(struct server *s, size_t descriptors);

/*
 * Starts the process that serves a request alone, and notes it in the slot r;
 * a->upload is the slot's then. stall_serial says who waits for its end, see
 * stall.h. A client for which there is no process is refused.
 */
void start_transfer(struct server *s, struct asking *a, struct running *r,
    uint64_t stall_serial);

/* What this client may be granted; path_blksize is not known yet. */
struct option_limits start_limits(const struct settings *set,
    const struct asking *a);

/* What ps(1) shows of its process. */
void start_title(const struct asking *a, char *title, size_t size);

/*
 * Before a fork: notes what the child is to close, all but the listening socket
 * keep_fd (-1: that, too). A child only transfers.
 */
void start_note_surplus(struct server *s, int keep_fd);

#endif
