/*
 * What the folder says of one client's file, where several servers share what they
 * know: that it was done, and that this was taken back. Times are seconds since 1970;
 * 0: it was not said.
 *
 * A file ".again-NAME" takes back what was said until its time, by whomever. It is the
 * file NAME itself, renamed: so it names what it takes back by the clock of who said
 * that, and no moment is between the two. A file NAME beside it was made later,
 * whatever the clocks say, and counts as said a second after it at least.
 */
#ifndef DONESTATE_H
#define DONESTATE_H

#include <stdint.h>

#include "done/done.h"

#define DONE_AGAIN ".again-"		/* before the name */
#define DONE_TIME_MAX 4102444799	/* 2099-12-31: what is later is no time */

struct donestate {
	int64_t done, again;	/* done > again, or done is 0 */
	char by[DONE_BY_SIZE];	/* who said done; "": it is not known */
};

/* fd is the folder. 0; -1: errno. */
int donestate_read(int fd, const char *name, struct donestate *s);

/*
 * Makes it done, as s says, which may replace what is there. Not brought to the disk.
 * 0; -1: errno; EEXIST: somebody has said done meanwhile; ERANGE: this file system
 * cannot keep such a time.
 */
int donestate_make(int fd, const char *name, const struct donestate *s,
    int replaces);

/*
 * Takes back what was said until `again`; it is not done afterwards. 0; -1: as above:
 * then it may be taken back, but only until the time of its file.
 */
int donestate_arm(int fd, const char *name, int64_t again);

/* Notes that it was taken back before it was done once more. 0; -1: as above. */
int donestate_note(int fd, const char *name, int64_t again);

/* Whether a store is shared: then what is taken back has to be noted. 1, 0; -1. */
int donestate_is_shared(int fd);

/*
 * Whether it was heard of so long ago, or the clock was put back so far since, that
 * others may know more. 1; 0: no, or nothing is shared; -1: errno.
 */
int donestate_is_old(int fd);

/*
 * Notes when the store was heard of; 0: it is to be, and was not yet. 0; -1: errno. Only
 * what is the first such note is brought to the disk.
 */
int donestate_heard(int fd, int64_t when);

#endif
