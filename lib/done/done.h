/*
 * The folder of clients that are done, /var/lib/bootroot/done: files for each,
 * "01-52-54-00-12-34-56" by its MAC address or "4c4c4544-0042-4710-8057-b4c04f564432"
 * by its UUID, as in the map, one for each of its cards. That one is there is what
 * counts. Its time says since when, and its text who said it.
 *
 * What cannot be read counts as done, and so does what could not be written when
 * the time comes: a disk that is overwritten twice is worse than a client that waits.
 */
#ifndef DONE_H
#define DONE_H

#include <stddef.h>
#include <time.h>

#include "map/client.h"

struct donesynced;

#define DONE_FOLDER "/var/lib/bootroot/done"
/*
 * The folder's mark, an empty file that mkbootroot puts into the folder that it
 * makes. Without it the folder may be what lies below a file system that is not
 * mounted, in which nobody is done.
 */
#define DONE_MARK ".bootroot"
/*
 * Where several servers share what they know through a store, mkbootroot follow puts
 * this file there. Its time is that of the last moment at which all was here that any
 * of them had said: after a while without a newer one another server may know more.
 */
#define DONE_STORE ".store"
#define DONE_STORE_S 15		/* for which nobody who has said done is back */
#define DONE_STORE_OLD "mkbootroot follow has not heard of the other servers for " \
	"a while"
#define DONE_BY_SIZE 80		/* bytes of who said it, with the NUL */
#define DONE_TROUBLE_SIZE 128

struct done {
	const char *path;
	int fd;			/* the folder, of who writes; else -1 */
	int writes;		/* it is for writing: fd must be the folder */
	char trouble[DONE_TROUBLE_SIZE];	/* that was logged last */
};

/* For who only looks: nothing is opened before it is asked for. */
void done_begin(struct done *d, const char *path);

/*
 * For who writes as well; before the sandbox, which is to allow to write beneath
 * d->fd. A folder that is not there now cannot be written until the next start.
 * 0; -1: errno, and d can be looked at: all count as done.
 */
int done_open(struct done *d, const char *path);
void done_close(struct done *d);

/*
 * Whether a client is done. *why, which may be NULL, is the reason for DONE_UNKNOWN,
 * for "cannot tell who is done: PATH: WHY". It opens the folder, and closes it.
 */
enum done_state done_look(const struct done *d, const struct client *c,
    const char **why);

/*
 * The same; then the client is settled. What is wrong with the folder is logged once
 * for as long as it is the same. Nothing is asked for a client to whom it does
 * not matter.
 */
void done_settle(struct done *d, struct client *c);

/*
 * Why what would be written there now may not be there later: the path is of no
 * folder, or of another one than d->fd, or its file system may not be mounted. NULL: it
 * is the one. Others' troubles (it is full, the store was not heard of) are no
 * reason not to write who is done.
 */
const char *done_misplaced(const struct done *d);

/*
 * Makes a client done, with all its cards; by is who says so, "tftp 10.9.0.7". 0: it
 * is on the disk. Who is done already stays so since then. -1: errno; EINVAL: the
 * client has no key. synced is what the process has brought there before; NULL: it says
 * it once.
 */
int done_say(const struct done *d, struct donesynced *synced,
    const struct client *c, const char *by);

/*
 * Arms it. How many files are gone, and that is on the disk; -1: errno. Where a store
 * is shared that is noted, for the other servers: see donestate.h.
 */
int done_again(const struct done *d, const struct client *c);

/* Since when and by whom, "" where that is not known. 1; 0: it is not; -1: errno. */
int done_since(const struct done *d, const struct client *c,
    struct timespec *when, char by[DONE_BY_SIZE]);

#endif
