/*
 * Starting the process of a transfer.
 */
#ifndef START_H
#define START_H

#include "asking.h"
#include "map.h"
#include "option.h"
#include "server.h"

#define START_TITLE_SIZE (MAP_NAME_MAX + VIEW_PATH_SIZE + 3)

/*
 * Starts the process that serves a request alone, and notes it in the slot r;
 * a->upload is the slot's then. A client for which there is no process is
 * refused.
 */
void start_transfer(struct server *s, struct asking *a, struct running *r);

/* What this client may be granted; path_blksize is not known yet. */
struct option_limits start_limits(const struct server *s,
    const struct asking *a);

/* What ps(1) shows of its process. */
void start_title(const struct asking *a, char title[START_TITLE_SIZE]);

/*
 * In a child: gives back what is the parent's alone. A child only transfers,
 * perhaps through the listening socket keep_fd; -1: through none.
 */
void start_become_child(struct server *s, int keep_fd);

#endif
