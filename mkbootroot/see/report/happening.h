/*
 * An event that a report shows. Pure.
 */
#ifndef HAPPENING_H
#define HAPPENING_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/see/machine.h"

/* An event. Its texts are kept by the past, and "" where there is none. */
struct happening {
	const struct machine *machine;	/* NULL: it is of a server */
	unsigned boot;		/* of that machine's; 0: of none */
	size_t order;		/* of the lines */
	enum event_kind kind;
	int is_of_disk;		/* it was told to boot its disk */
	enum logline_program program;
	enum machine_file file_is;
	int64_t begin_us, end_us;	/* the same but for files */
	uint64_t bytes, resent;
	unsigned blksize, windowsize;	/* 0: it was not by TFTP */
	const char *file;
	int is_wrong;		/* trouble; its words follow */
	int is_hint, is_calm;
	const char *word, *text;
	const char *remedy;	/* NULL: none is known */
};

/* Whether bytes of a file went, all or a part of them. */
int happening_is_file(const struct happening *happening);

/* Whether a file was asked for, and the answer, whatever it was, was heard. */
int happening_is_served(const struct happening *happening);

#endif
