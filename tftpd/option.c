/*
 * Options: RFC 2347, 2348 (blksize), 2349 (timeout, tsize), 7440
 * (windowsize), and four that no RFC has. A client may refuse a transfer whose
 * OACK has an option that it did not ask for, or a value above its own (edk2
 * does), so values only shrink.
 */
#include <string.h>

#include "tftpd/option.h"

static unsigned
at_most(uint64_t value, unsigned limit)
{
	return value > limit ? limit : (unsigned)value;
}

/* Whether it may be granted at all. */
static int
wanted(const struct request *r, const struct option_limits *l, enum option o)
{
	return r->option[o].asked && !l->refused[o];
}

/* blksize2 is the same in powers of two; of both, the RFC's counts. */
static void
agree_blksize(const struct request *r, const struct option_limits *l,
    struct agreement *a)
{
	enum option o = r->option[OPTION_BLKSIZE].asked ? OPTION_BLKSIZE :
	    OPTION_BLKSIZE2;
	unsigned limit = at_most(l->blksize_max, BLKSIZE_MAX), power;
	uint64_t value = r->option[o].value;

	limit = at_most(limit, l->path_blksize);
	if (!wanted(r, l, o) || value < BLKSIZE_MIN || limit < BLKSIZE_MIN)
		return;
	a->blksize = at_most(value, limit);
	if (o == OPTION_BLKSIZE2) {
		for (power = BLKSIZE_MIN; power <= a->blksize / 2;)
			power *= 2;
		a->blksize = power;
	}
	a->granted[o] = 1;
}

static void
agree_rollover(const struct request *r, const struct option_limits *l,
    struct agreement *a)
{
	uint64_t value = r->option[OPTION_ROLLOVER].value;

	if (!wanted(r, l, OPTION_ROLLOVER) || value > 1)
		return;
	a->rollover = (unsigned)value;
	a->granted[OPTION_ROLLOVER] = 1;
}

/* After agree_rollover(). */
static void
agree_windowsize(const struct request *r, const struct option_limits *l,
    struct agreement *a)
{
	uint64_t value = r->option[OPTION_WINDOWSIZE].value;

	/* The block before a window needs a number that is not in it. */
	a->window_max = at_most(l->windowsize_max,
	    WINDOWSIZE_MAX - a->rollover);
	if (!wanted(r, l, OPTION_WINDOWSIZE) || r->mode == MODE_NETASCII ||
	    value < 1)
		return;
	a->windowsize = at_most(value, a->window_max);
	a->granted[OPTION_WINDOWSIZE] = 1;
	/* Windows that change their size: only where we send windows. */
	a->granted[OPTION_MSFTWINDOW] = wanted(r, l, OPTION_MSFTWINDOW) &&
	    r->opcode == REQUEST_RRQ &&
	    r->option[OPTION_MSFTWINDOW].value == MSFTWINDOW_ASKED;
}

/*
 * The same value or nothing: U-Boot and edk2 compare. Of both options the
 * RFC's counts.
 */
static void
agree_timeout(const struct request *r, const struct option_limits *l,
    struct agreement *a)
{
	uint64_t s = r->option[OPTION_TIMEOUT].value;
	uint64_t us = r->option[OPTION_UTIMEOUT].value;

	if (r->option[OPTION_TIMEOUT].asked) {
		if (!wanted(r, l, OPTION_TIMEOUT) || s < 1 || s > 255)
			return;
		a->requested_timeout_us = (unsigned)s * 1000000;
		a->granted[OPTION_TIMEOUT] = 1;
	} else if (wanted(r, l, OPTION_UTIMEOUT) && us >= UTIMEOUT_MIN_US &&
	    us <= UTIMEOUT_MAX_US) {
		a->requested_timeout_us = (unsigned)us;
		a->granted[OPTION_UTIMEOUT] = 1;
	}
}

void
option_agree(const struct request *r, const struct option_limits *l,
    uint64_t size, struct agreement *a)
{
	memset(a, 0, sizeof(*a));
	a->blksize = BLKSIZE_DEFAULT;
	a->windowsize = 1;
	agree_blksize(r, l, a);
	agree_rollover(r, l, a);
	agree_windowsize(r, l, a);
	agree_timeout(r, l, a);
	/*
	 * What a client writes is echoed. What it reads: curl takes a size of
	 * 0 for a fault and hangs up without a word.
	 */
	if (wanted(r, l, OPTION_TSIZE) && (r->opcode == REQUEST_WRQ ||
	    (r->mode == MODE_OCTET && size > 0))) {
		a->tsize = size;
		a->granted[OPTION_TSIZE] = 1;
	}
	for (int i = 0; i < OPTIONS; i++)
		a->any |= a->granted[i];
}

uint64_t
option_value(const struct agreement *a, enum option o)
{
	switch (o) {
	case OPTION_BLKSIZE:
	case OPTION_BLKSIZE2:
		return a->blksize;
	case OPTION_MSFTWINDOW:
		return MSFTWINDOW_GRANTED;
	case OPTION_ROLLOVER:
		return a->rollover;
	case OPTION_TIMEOUT:
		return a->requested_timeout_us / 1000000;
	case OPTION_UTIMEOUT:
		return a->requested_timeout_us;
	case OPTION_TSIZE:
		return a->tsize;
	case OPTION_WINDOWSIZE:
		return a->windowsize;
	default:
		return 0;
	}
}
