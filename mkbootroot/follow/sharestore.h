/*
 * What the store has said of a client, beside what the folder says. For the other files
 * of share.h.
 */
#ifndef SHARESTORE_H
#define SHARESTORE_H

#include "done/donestate.h"
#include "mkbootroot/follow/share.h"

/* What is known of one client. */
struct share_known {
	struct donestate is;	/* in the folder */
	struct donestate has;	/* in the store */
	struct donestate want;	/* in both */
	int has_done;	/* the store says done, whether it counts or not */
};

/* 0; -1: errno. */
int share_learn(const struct share *s, const char *name, size_t n,
    struct share_known *k);

void share_free_shared(struct shared *of);

#endif
