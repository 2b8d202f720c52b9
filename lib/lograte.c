/*
 * Two allowances of lines.
 */
#include "lograte.h"

#include <syslog.h>

#include "log.h"
#include "now.h"

/* Lines at once, and then a second: a room full of computers that boot
   together is below it. */
#define KNOWN 10000
#define KNOWN_PER_S 100
#define STRANGERS 2000
#define STRANGERS_PER_S 20

void
lograte_begin(struct lograte *r)
{
	const long long now = now_ms();

	allowance_begin(&r->known, KNOWN, KNOWN_PER_S, now);
	allowance_begin(&r->strangers, STRANGERS, STRANGERS_PER_S, now);
}

int
lograte_knows(const struct client *c)
{
	return c != NULL && (c->rule == RULE_MAC || c->rule == RULE_UUID);
}

int
lograte_takes(struct lograte *r, int priority, int is_known)
{
	return log_wants(priority) &&
	    allowance_take(is_known ? &r->known : &r->strangers, now_ms());
}

int
lograte_wants(struct lograte *r, int priority, const struct client *c)
{
	return lograte_takes(r, priority, lograte_knows(c));
}

static void
report(struct allowance *a, const char *whom, int is_last)
{
	const unsigned long n = allowance_report(a, now_ms(), is_last);

	if (n > 0)
		log_line(LOG_WARNING, "flood from=%s unlogged=%lu", whom, n);
}

void
lograte_report(struct lograte *r, int is_last)
{
	report(&r->known, "clients", is_last);
	report(&r->strangers, "strangers", is_last);
}

int
lograte_wait_ms(const struct lograte *r, int ms)
{
	if (r->known.unlogged + r->strangers.unlogged == 0)
		return ms;
	return ms == -1 || ms > ALLOWANCE_REPORT_MS ? ALLOWANCE_REPORT_MS :
	    ms;
}
