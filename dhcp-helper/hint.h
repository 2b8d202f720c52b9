/*
 * Hints for the administrator, from what a client has asked before.
 */
#ifndef HINT_H
#define HINT_H

#include "dhcp-helper/decide.h"
#include "dhcp-helper/message.h"

#define HINT_MAX 256		/* clients; the oldest is forgotten */
#define HINT_TIMES 3		/* the same question so often ... */
#define HINT_MS (60 * 1000)	/* ... in such a time is worth a hint */

struct hints {
	struct {
		unsigned char card[MESSAGE_CARD_MAX];
		size_t card_n;
		enum client_stage stage;
		long long first_ms;
		unsigned times;	/* 0: the place is free */
	} at[HINT_MAX];		/* begin with zeros */
	size_t next;
};

/*
 * Notes a message and its decision. "keeps-asking": it is the third
 * DISCOVER of a client that we have answered, without a REQUEST of it in
 * between; else NULL. now_ms is of any clock that goes on.
 */
const char *hint_note(struct hints *h, const struct message *m,
    const struct decision *d, long long now_ms);

#endif
