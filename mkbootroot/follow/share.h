/*
 * The clients that are done, of all servers that follow one store: what others have said
 * is brought into the folder of this one, and what is said here is to be told to the
 * store. See statement.h for what counts, donestate.h for what the folder has.
 */
#ifndef SHARE_H
#define SHARE_H

#include <sys/stat.h>

#include "mkbootroot/follow/followtable.h"

#define SHARE_DONE "done/"	/* behind the prefix, before a client's name */
#define SHARE_AGAIN "again/"
#define SHARE_ALIVE "alive/"	/* before a server's name */

enum share_kind { SHARE_IS_DONE, SHARE_IS_AGAIN, SHARE_KINDS };

/* What the store has said. */
struct shared {
	struct followtable of[SHARE_KINDS];
};

struct share {
	const char *path, *host;
	int fd;			/* the folder; -1: there is none to share */
	int changes_fd;		/* of inotify(7) */
	int watch;
	struct stat is;		/* the folder that is open */
	long long look_ms, again_ms;	/* when it is looked for, or tried again */
	struct shared store, reading;
	struct followtable changed;	/* names that are to be compared */
	struct followtable unsaid;	/* those that the store is to be told of */
	struct followtable telling;	/* and is being told of now */
	int has_store;		/* it was read once */
	int is_heard;		/* that all is well was said */
	char trouble[256];	/* that was said last */
};

/* path NULL: nothing is shared. host is what this server is called. -1: it was said. */
int share_begin(struct share *s, const char *path, const char *host);
void share_end(struct share *s);

/* Looks for the folder, and for what has changed there. */
void share_look(struct share *s);

/*
 * What the store has under a name, now or in what is being read, or that it has nothing
 * there any more. What is not understood is said. -1: no memory.
 */
void share_begin_reading(struct share *s);
int share_set(struct share *s, struct shared *of, enum share_kind kind,
    const char *name, size_t name_n, const char *value, size_t value_n);
void share_gone(struct share *s, enum share_kind kind, const char *name,
    size_t name_n);

/* All of the store has been read anew: that counts from now on. */
void share_end_reading(struct share *s);

/* Brings what has changed into the folder. 1: it has all; 0: not yet. */
int share_apply(struct share *s);

/* The folder has all that the servers had said at this time. */
void share_heard(struct share *s, long long when);

/*
 * What the store is to be told, as etcdctl's txn reads it; the caller frees it. NULL:
 * nothing. Then what became of it.
 */
char *share_ask(struct share *s, const char *prefix);
void share_asked(struct share *s, int was_told);

int share_is_open(const struct share *s);

#endif
