/*
 * Allowances of lines: for each one, and for all.
 *
 * The places of those for each one are a table that never grows. A place whose
 * allowance is full says nothing, and is free. If all that are possible are in
 * use, the one with the most left is given up: what that gives away is bounded
 * by the allowance of all.
 */
#include <bsd/stdlib.h>
#include <string.h>
#include <syslog.h>

#include "daemon/log.h"
#include "daemon/lograte.h"
#include "daemon/now.h"

/* Lines at once, and then a second: a room full of computers that boot
   together is below it, and of one computer all that it may ask for. */
#define MOST 10000
#define MOST_PER_S 100
#define STRANGERS 2000
#define STRANGERS_PER_S 20
#define EACH 1000
#define EACH_PER_S 10

static const struct {
	const char *whom;
	long long most, per_s;
} group[LOGRATE_GROUPS] = {
	[LOGRATE_CLIENTS] = {"clients", MOST, MOST_PER_S},
	[LOGRATE_STRANGERS] = {"strangers", STRANGERS, STRANGERS_PER_S},
	[LOGRATE_TRANSFERS] = {"transfers", MOST, MOST_PER_S},
};

void
lograte_begin(struct lograte *r)
{
	const long long now = now_ms();

	memset(r, 0, sizeof(*r));
	arc4random_buf(r->secret, sizeof(r->secret));
	for (int i = 0; i < LOGRATE_GROUPS; i++)
		allowance_begin(&r->all[i], group[i].most, group[i].per_s,
		    now);
	/* A start has a line of its own, perhaps. */
	r->full_ms = now + 1000 / STRANGERS_PER_S;
}

struct lograte_source
lograte_address(const union address *a)
{
	const struct source source = address_source(a);
	struct lograte_source s = {.n = 0};

	if (source.high == 0 && source.low == 0)
		return s;
	s.n = sizeof(s.bytes);
	memcpy(s.bytes, &source, s.n);
	return s;
}

/* Every bit of the answer hangs on every bit of x. */
static uint64_t
mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* Two that have the same share an allowance, which does no harm. */
static uint64_t
mark_of(const struct lograte *r, uint64_t kind, const unsigned char *bytes,
    size_t n)
{
	uint64_t mark = r->secret[0] ^ kind, word;
	size_t part;

	for (; n > 0; n -= part, bytes += part) {
		part = n < sizeof(word) ? n : sizeof(word);
		word = part;
		memcpy(&word, bytes, part);
		mark = mix(mark ^ word) + r->secret[1];
	}
	return mark == 0 ? 1 : mark;
}

static struct allowance *
share_of(struct lograte *r, uint64_t mark, long long now)
{
	struct lograte_share *set = r->share[mark % LOGRATE_SETS];
	struct lograte_share *given_up = &set[0];

	for (size_t i = 0; i < LOGRATE_WAYS; i++) {
		if (set[i].mark == mark)
			return &set[i].allowance;
		if (set[i].mark != 0)
			(void)allowance_has(&set[i].allowance, now);
		if (given_up->mark != 0 && (set[i].mark == 0 ||
		    set[i].allowance.left > given_up->allowance.left))
			given_up = &set[i];
	}
	given_up->mark = mark;
	allowance_begin(&given_up->allowance, EACH, EACH_PER_S, now);
	return &given_up->allowance;
}

static void
spend(struct lograte *r, struct allowance *a, long long now)
{
	long long full_ms;

	allowance_spend(a);
	full_ms = now + allowance_full_ms(a);
	if (r->full_ms < full_ms)
		r->full_ms = full_ms;
}

static int
wants(struct lograte *r, enum lograte_group g, const unsigned char *key,
    size_t key_n, const struct lograte_source *source)
{
	struct allowance *of[3];
	const long long now = now_ms();
	size_t n = 0;

	of[n++] = &r->all[g];
	if (key_n > 0)
		of[n++] = share_of(r, mark_of(r, 1, key, key_n), now);
	if (source->n > 0)
		of[n++] = share_of(r, mark_of(r, 2, source->bytes, source->n),
		    now);
	for (size_t i = 0; i < n; i++)
		if (!allowance_has(of[i], now)) {
			r->all[g].unlogged++;
			return 0;
		}
	for (size_t i = 0; i < n; i++)
		spend(r, of[i], now);
	return 1;
}

int
lograte_takes(struct lograte *r, int priority, int is_known)
{
	const struct lograte_source nobody = {.n = 0};

	return log_wants(priority) && wants(r, is_known ? LOGRATE_CLIENTS :
	    LOGRATE_STRANGERS, NULL, 0, &nobody);
}

int
lograte_wants(struct lograte *r, int priority, const unsigned char *key,
    size_t n, const struct lograte_source *source)
{
	return log_wants(priority) && wants(r, n > 0 ? LOGRATE_CLIENTS :
	    LOGRATE_STRANGERS, key, n, source);
}

int
lograte_wants_transfer(struct lograte *r, int priority,
    const struct lograte_source *source)
{
	return log_wants(priority) &&
	    wants(r, LOGRATE_TRANSFERS, NULL, 0, source);
}

void
lograte_report(struct lograte *r, int is_last)
{
	unsigned long n;

	(void)log_catch_up();
	for (int i = 0; i < LOGRATE_GROUPS; i++)
		if ((n = allowance_report(&r->all[i], now_ms(),
		    is_last)) > 0)
			log_line(LOG_WARNING, "flood from=%s unlogged=%lu",
			    group[i].whom, n);
}

int
lograte_wait_ms(const struct lograte *r, int ms)
{
	int due = log_is_unread();

	for (int i = 0; i < LOGRATE_GROUPS; i++)
		due |= r->all[i].unlogged > 0;
	if (!due)
		return ms;
	return ms == -1 || ms > ALLOWANCE_REPORT_MS ? ALLOWANCE_REPORT_MS :
	    ms;
}

int
lograte_linger_ms(const struct lograte *r, int min_ms)
{
	const long long left_ms = r->full_ms - now_ms();

	return left_ms > min_ms ? (int)left_ms : min_ms;
}
