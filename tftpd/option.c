/*
 * Options: RFC 2347, 2348 (blksize), 2349 (timeout, tsize), 7440
 * (windowsize). A client may refuse a transfer whose OACK has an option that
 * it did not ask for, or a value above its own (edk2 does), so values only
 * shrink.
 */
#include "option.h"

#include <string.h>

static unsigned
at_most(uint64_t value, unsigned limit)
{
	return value > limit ? limit : (unsigned)value;
}

static void
agree_blksize(const struct request *r, const struct option_limits *l,
    struct agreement *a)
{
	const struct option_value *o = &r->option[OPTION_BLKSIZE];
	unsigned limit = at_most(l->blksize_max, BLKSIZE_MAX);

	limit = at_most(limit, l->path_blksize);
	if (!o->asked || l->no_blksize || o->value < BLKSIZE_MIN ||
	    limit < BLKSIZE_MIN)
		return;
	a->blksize = at_most(o->value, limit);
	a->granted[OPTION_BLKSIZE] = 1;
}

static void
agree_windowsize(const struct request *r, const struct option_limits *l,
    struct agreement *a)
{
	const struct option_value *o = &r->option[OPTION_WINDOWSIZE];

	if (!o->asked || l->no_windowsize || r->mode == MODE_NETASCII ||
	    o->value < 1)
		return;
	a->windowsize = at_most(at_most(o->value, WINDOWSIZE_MAX),
	    l->windowsize_max);
	a->granted[OPTION_WINDOWSIZE] = 1;
}

/* The same value or nothing: U-Boot compares. */
static void
agree_timeout(const struct request *r, struct agreement *a)
{
	const struct option_value *o = &r->option[OPTION_TIMEOUT];

	if (!o->asked || o->value < 1 || o->value > 255)
		return;
	a->timeout_s = (unsigned)o->value;
	a->granted[OPTION_TIMEOUT] = 1;
}

void
option_agree(const struct request *r, const struct option_limits *l,
    uint64_t size, struct agreement *a)
{
	memset(a, 0, sizeof(*a));
	a->blksize = BLKSIZE_DEFAULT;
	a->windowsize = 1;
	agree_blksize(r, l, a);
	agree_windowsize(r, l, a);
	agree_timeout(r, a);
	/*
	 * What a client writes is echoed. What it reads: curl takes a size of
	 * 0 for a fault and hangs up without a word.
	 */
	if (r->option[OPTION_TSIZE].asked && (r->opcode == REQUEST_WRQ ||
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
		return a->blksize;
	case OPTION_TIMEOUT:
		return a->timeout_s;
	case OPTION_TSIZE:
		return a->tsize;
	case OPTION_WINDOWSIZE:
		return a->windowsize;
	default:
		return 0;
	}
}
