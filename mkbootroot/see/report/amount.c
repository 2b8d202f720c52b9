/*
 * Amounts as people read them.
 */
#include <inttypes.h>
#include <stdio.h>

#include "mkbootroot/see/report/amount.h"

/* Three digits that count, and never "1000 kB". */
static void
scaled(char buf[AMOUNT_SIZE], double value, const char *unit)
{
	static const char prefix[] = { 'k', 'M', 'G', 'T', 'P', 'E' };
	size_t p = 0;

	for (value /= 1000; value >= 999.5 && p + 1 < sizeof(prefix); p++)
		value /= 1000;
	snprintf(buf, AMOUNT_SIZE, "%.*f %c%s", value < 9.995 ? 2 :
	    value < 99.95 ? 1 : 0, value, prefix[p], unit);
}

char *
amount_bytes(char buf[AMOUNT_SIZE], uint64_t bytes)
{
	if (bytes < 1000)
		snprintf(buf, AMOUNT_SIZE, "%" PRIu64 " byte%s", bytes,
		    bytes == 1 ? "" : "s");
	else
		scaled(buf, (double)bytes, "B");
	return buf;
}

char *
amount_rate(char buf[AMOUNT_SIZE], uint64_t bytes, int64_t us)
{
	const double rate = us <= 0 ? 0 : (double)bytes / (double)us * 1e6;

	if (us <= 0)
		snprintf(buf, AMOUNT_SIZE, "-");
	else if (rate < 999.5)
		snprintf(buf, AMOUNT_SIZE, "%.0f B/s", rate);
	else
		scaled(buf, rate, "B/s");
	return buf;
}

char *
amount_time(char buf[AMOUNT_SIZE], int64_t us)
{
	const int64_t s = us / 1000000 + (us % 1000000 >= 500000);

	if (us < 1000)
		snprintf(buf, AMOUNT_SIZE, us <= 0 ? "0 s" : "%d \302\265s",
		    (int)us);
	else if (us < 99500)
		snprintf(buf, AMOUNT_SIZE, "%.*f ms", us < 9950,
		    (double)us / 1e3);
	else if (us < 9995000)
		snprintf(buf, AMOUNT_SIZE, "%.2f s", (double)us / 1e6);
	else if (us < 59950000)
		snprintf(buf, AMOUNT_SIZE, "%.1f s", (double)us / 1e6);
	else if (s < 3600)
		snprintf(buf, AMOUNT_SIZE, "%" PRId64 " min %" PRId64 " s",
		    s / 60, s % 60);
	else if (s < 86400)
		snprintf(buf, AMOUNT_SIZE, "%" PRId64 " h %" PRId64 " min",
		    s / 3600, s / 60 % 60);
	else
		snprintf(buf, AMOUNT_SIZE, "%" PRId64 " d %" PRId64 " h",
		    s / 86400, s / 3600 % 24);
	return buf;
}

char *
amount_whole(char buf[AMOUNT_SIZE], int64_t us)
{
	if (us >= 60000000)
		return amount_time(buf, us);
	snprintf(buf, AMOUNT_SIZE, "%d s", (int)(us / 1000000));
	return buf;
}

char *
amount_of(char buf[AMOUNT_SIZE], size_t n, const char *one, const char *many)
{
	snprintf(buf, AMOUNT_SIZE, "%zu %s", n, n == 1 ? one : many);
	return buf;
}
