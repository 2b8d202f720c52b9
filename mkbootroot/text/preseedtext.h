/*
 * A preseed before it is of use to anybody: whether it is one, and what its
 * variables want of a client.
 */
#ifndef PRESEEDTEXT_H
#define PRESEEDTEXT_H

#include <stddef.h>

#include "map/preseed.h"
#include "map/variable.h"

#define PRESEEDTEXT_SIZE (PRESEED_SIZE_MAX + 1)
/* What is said of lines that end as on Windows, where that does harm. */
#define PRESEEDTEXT_CRLF "lines end in CR LF, as on Windows: the installer would " \
	"take the CR for a part of the text"

/* Whether a piece is the CR of a line that ends so; rest is what is behind it. */
int preseedtext_is_crlf(const struct variable_piece *piece,
    const struct variable_text *rest);

#define PRESEEDTEXT_SAID_MAX 20		/* mistakes that are told of one text */

struct preseedtext {
	unsigned uses;			/* set of enum variable */
	unsigned line[VARIABLE_DONE + 1];	/* by variable: of its first use */
	unsigned password;	/* the first line that has a password in place of
				   its hash; 0: none has */
	size_t mistakes;
	int has_crlf;			/* said once, at the first line */
};

/* Says one mistake; line 0: it is the whole text's. */
typedef void preseedtext_say(void *arg, unsigned line, const char *what);

/*
 * Reads the text in fd to its end, and has its mistakes said. Its bytes; -1:
 * it cannot be read, which was said and is a mistake as well.
 */
ssize_t preseedtext_read(int fd, char text[PRESEEDTEXT_SIZE],
    struct preseedtext *t, preseedtext_say *say, void *arg);

#endif
