/*
 * What stands before a line's message: when, on which host, by which process. Pure
 * but for the time zone.
 */
#ifndef SEE_LOGHEAD_H
#define SEE_LOGHEAD_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/see/slice.h"

struct loghead {
	int has_time;
	int64_t time_us;	/* now_us where the line has none */
	struct slice host;
	struct slice program;	/* without its pid; n is 0: none is named */
	long pid;		/* 0: none is named */
	struct slice message;
	struct slice whole;	/* all behind the time: the message where what
				   was taken for a program is none */
};

/*
 * Takes a line apart. Where no program is named, whether the message is one is not
 * known.
 */
void loghead_read(const char *text, size_t n, int64_t now_us,
    struct loghead *h);

#endif
