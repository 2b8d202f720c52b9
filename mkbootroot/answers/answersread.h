/*
 * A file of answers, read: its kind, its mistakes, and which variables it has.
 */
#ifndef ANSWERSREAD_H
#define ANSWERSREAD_H

#include <stddef.h>

#include "map/answers.h"
#include "map/variable.h"
#include "mkbootroot/answers/answerscheck.h"

#define ANSWERSREAD_SAID_MAX 20		/* mistakes that are told of one file */
#define ANSWERSREAD_VARIABLES 10	/* enum variable, by its bit */

struct answersread {
	enum answers_kind kind;		/* that was said, or seen */
	unsigned uses;			/* set of enum variable */
	unsigned line[ANSWERSREAD_VARIABLES];	/* of the first use of each */
	int says_done;			/* by @done@, or by a URL with
					   done/@mac-@ or the like in it */
	unsigned name_alone;	/* the line where @name@ is all of a value of YAML
				   that has no quotes; 0: there is none */
	size_t mistakes;
};

/*
 * Reads the file in fd to its end. kind is what was said of it, ANSWERS_NONE:
 * nothing, then it is seen; name is the file's, without its folder. *r is filled;
 * its kind is ANSWERS_NONE where it is not seen, which is not said here.
 */
void answersread_file(int fd, const char *name, enum answers_kind kind,
    struct answersread *r, answers_say *say, void *arg);

/* The place of a variable in line[]. */
unsigned answersread_place(enum variable v);

#endif
