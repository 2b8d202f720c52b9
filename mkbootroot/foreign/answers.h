/*
 * What one client is told, as each kind of firmware: as words of clients(5).
 */
#ifndef FOREIGN_ANSWERS_H
#define FOREIGN_ANSWERS_H

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/foreign/kind.h"

struct answers {
	struct told told[KINDS];
	struct told system;	/* what it has booted is told, if lent_to */
	const struct foreign_host *lent_to;	/* NULL: nothing is lent to it */
};

/* Asks for each kind. */
void answers_ask(const struct foreign *f, const struct foreign_host *host,
    const struct foreign_net *net, struct answers *all);

/* Whether it is told nothing, whatever it is; *from is the line that says so. */
int answers_silent(const struct answers *all, unsigned *from);

/*
 * The line by which a client is sent to its disk, by some firmware of it, and to a
 * file by none; 0: it is not.
 */
unsigned answers_disk(const struct answers *all);

/*
 * The words that say it. What they cannot say, and what is left out because the
 * firmware cannot start it, is named by its line.
 */
void answers_words(struct imported *im, const struct answers *all,
    struct words *w);

#endif
