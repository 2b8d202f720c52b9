/*
 * What etcdctl(1) of etcd's version 3 prints with -w json: the answers to get and put,
 * and the lines of watch. Pure. The format is that of etcd's own Go types: rpc.proto of
 * etcdserverpb for get, clientv3.WatchResponse for watch; keys and values in base64.
 */
#ifndef ETCDJSON_H
#define ETCDJSON_H

#include <stddef.h>

struct etcdevent {
	const char *key, *value;	/* each with a NUL behind it */
	size_t key_n, value_n;
	long long revision;		/* at which it became so; 0: it does not say */
	int is_gone;			/* deleted; without a value */
};

struct etcdanswer {
	long long revision;	/* of the store; 0: it does not say */
	double cluster;		/* its number, 53 bits of it; 0: it does not say */
	long long term;		/* of whom its nodes have elected; or 0 */
	long long last;		/* the highest revision of its entries; or 0 */
	int has_more;		/* get: the limit left some out */
	int is_canceled;	/* watch: it ends here */
	long long compacted;	/* watch: below this revision history is gone; or 0 */
	size_t events;		/* put: 1 if there was a value before */
};

/*
 * Reads one answer of n bytes, and hands each entry or change to take, in order,
 * until that returns -1. Nothing is taken of what is not understood as a whole.
 * NULL, or what is wrong.
 */
const char *etcdjson_read(const char *text, size_t n, struct etcdanswer *a,
    int (*take)(void *arg, const struct etcdevent *e), void *arg);

#endif
