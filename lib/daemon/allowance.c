/*
 * How many lines the log gets: a bucket of them, which fills with time.
 */
#include "daemon/allowance.h"

void
allowance_begin(struct allowance *a, long long most, long long per_s,
    long long now_ms)
{
	a->most = most;
	a->per_s = per_s;
	a->left = most * 1000;
	a->at_ms = now_ms;
	a->reported_ms = now_ms - ALLOWANCE_REPORT_MS;
	a->unlogged = 0;
}

int
allowance_has(struct allowance *a, long long now_ms)
{
	const long long passed_ms = now_ms - a->at_ms;

	/* A line a second is a thousandth of it a millisecond. */
	a->left = passed_ms >= allowance_full_ms(a) ? a->most * 1000 :
	    a->left + passed_ms * a->per_s;
	a->at_ms = now_ms;
	return a->left >= 1000;
}

void
allowance_spend(struct allowance *a)
{
	a->left -= 1000;
}

int
allowance_take(struct allowance *a, long long now_ms)
{
	if (!allowance_has(a, now_ms)) {
		a->unlogged++;
		return 0;
	}
	allowance_spend(a);
	return 1;
}

long long
allowance_full_ms(const struct allowance *a)
{
	return (a->most * 1000 - a->left + a->per_s - 1) / a->per_s;
}

unsigned long
allowance_report(struct allowance *a, long long now_ms, int is_last)
{
	const unsigned long n = a->unlogged;

	if (n == 0 || (!is_last &&
	    now_ms - a->reported_ms < ALLOWANCE_REPORT_MS))
		return 0;
	a->reported_ms = now_ms;
	a->unlogged = 0;
	return n;
}
