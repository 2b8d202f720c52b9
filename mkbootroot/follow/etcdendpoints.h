/*
 * The endpoints of etcd, of which one is asked at a time. Pure.
 */
#ifndef ETCDENDPOINTS_H
#define ETCDENDPOINTS_H

#include <stddef.h>

struct etcdendpoints {
	char **list;
	size_t n;	/* 0: there is one, or etcdctl finds them by itself */
	size_t at;	/* the one that is asked: the last that has answered */
};

/*
 * Reads what ETCDCTL_ENDPOINTS has, which may be NULL: each endpoint once, in its
 * order. 0; -1: no memory. The caller frees it.
 */
int etcdendpoints_read(struct etcdendpoints *e, const char *text);
void etcdendpoints_free(struct etcdendpoints *e);

/* How many there are to be asked: 1 at least. */
size_t etcdendpoints_number(const struct etcdendpoints *e);

/* The one that is asked, and the one to ask then. NULL: whichever etcdctl finds. */
const char *etcdendpoints_now(const struct etcdendpoints *e);
const char *etcdendpoints_next(struct etcdendpoints *e);

#endif
