/*
 * A follower of etcd: what it has read, what it waits for, and what the store has of
 * its mistakes. followetcd owns it; the files that begin with etcd work on it.
 */
#ifndef ETCD_H
#define ETCD_H

#include <time.h>

#include "mkbootroot/follow/etcdendpoints.h"
#include "mkbootroot/follow/followchild.h"
#include "mkbootroot/follow/followmap.h"
#include "mkbootroot/follow/followtable.h"
#include "mkbootroot/follow/share.h"

#define ETCD_KEY_MAX 4096		/* bytes of a key that is read on from */
#define ETCD_CLIENTS "clients/"		/* behind the prefix, before a client's key */
#define ETCD_BACKOFF_MS 1000
#define ETCD_BACKOFF_MAX_MS 30000

enum etcd_step {
	ETCD_WAITING,	/* it is away */
	ETCD_JOINING,	/* it is asked whether it is there, before all else */
	ETCD_READING,	/* everything, for the first time */
	ETCD_WATCHING	/* and reading again, if a page is asked for */
};
enum etcd_asked { ETCD_ASKED_PROBE, ETCD_ASKED_ALIVE, ETCD_ASKED_WRITE };

/* That we are there, as etcd has it. */
struct etcdwritten {
	long long revision;	/* 0: it has none */
	unsigned count;		/* how often we had written, then; 0: another follower did */
};

struct etcd {
	struct followmap *m;
	const char *prefix;
	char end[256];		/* the first key behind those of the prefix */
	char own[320];		/* the key for our mistakes, without the prefix */
	char prefix_clients[256];
	enum etcd_step step;
	long long due_ms;	/* of the next try, or of the next probe */
	long long whole_ms;	/* when it is read anew, though it is there */
	long long write_ms;	/* when a write may be tried */
	int backoff_ms;
	struct etcdendpoints endpoints;
	size_t in_vain;		/* so many of them have failed since one was good */
	unsigned beats;		/* answers since the watch was begun */
	int resumes;		/* joining: what is known counts, but for what changed since */
	struct followchild watch, ask, page;
	enum etcd_asked asked;
	/* The next page; what is read twice is the same. */
	char from[ETCD_KEY_MAX];
	int page_most;		/* entries of one */
	double cluster;		/* whose answers these are, and the latest term; or 0 */
	long long term;
	long long revision;	/* of what is being read */
	long long read;		/* at which what is at hand was read */
	long long taken;	/* and what has changed since, until then */
	long long seen, asked_seen;	/* the latest; and when etcd was asked */
	int unheard;		/* how often what we wrote has not come back */
	struct followtable reading, lines;
	/* Lines of watch that came while it was read again. */
	char *late;
	size_t late_n, late_size;
	char *told, *reading_told;	/* our mistakes, as the store has them */
	char *mistakes;		/* that it is to have; NULL: none */
	int knows_mistakes;	/* a map was tried since it was read */
	int has_lines;		/* it was read once */
	struct share share;	/* who is done, of all servers */
	struct followchild tell;	/* what is told of that */
	long long tell_ms;	/* when it may be told */
	char host[256];
	char run[40];		/* of all that we write: no other follower has it */
	unsigned written, known;	/* how often; and what is there at least, or 0 */
	int unwritten;		/* how often in a row it did not come about */
	/* What is there of it, and the revision at which that was known. */
	struct etcdwritten alive_there;
	long long alive_known;
	struct etcdwritten reading_alive;	/* the same, as it is being read */
	/* The same when we last wrote it; and what that has replaced. */
	struct etcdwritten asked_alive, previous;
	int twins;		/* how often another follower with our name was heard */
	int twin_said;
	char alive[96];		/* what was written last, to hear it come back */
	time_t alive_at, heard_at;	/* when; and when what has come back was; or 0 */
	char tell_why[256], alive_why[256], unwritten_why[256];
	time_t away;		/* since when; 0: it is there */
	long long away_ms;	/* the same, by the clock that nobody sets */
	char why[256], write_why[256];
};

#endif
