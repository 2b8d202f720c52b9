/*
 * Two digits that matter are enough, and a number with its unit has nine columns
 * at most.
 */
#include <stdio.h>
#include <time.h>

#include "mkbootroot/see/quantity.h"

char *
quantity_span(int64_t us, char buf[QUANTITY_SIZE])
{
	const long long s = us < 0 ? 0 : us / 1000000;

	if (s < 60)
		snprintf(buf, QUANTITY_SIZE, "%lld s", s);
	else if (s < 60 * 60)
		snprintf(buf, QUANTITY_SIZE, "%lld min", s / 60);
	else if (s < 48 * 60 * 60)
		snprintf(buf, QUANTITY_SIZE, "%lld h", s / (60 * 60));
	else
		snprintf(buf, QUANTITY_SIZE, "%lld d", s / (24 * 60 * 60));
	return buf;
}

char *
quantity_bytes(uint64_t n, char buf[QUANTITY_SIZE])
{
	static const char *const unit[] = { "KB", "MB", "GB", "TB" };
	double amount = (double)n / 1000;
	size_t i = 0;

	if (n < 1000) {
		snprintf(buf, QUANTITY_SIZE, "%u B", (unsigned)n);
		return buf;
	}
	for (; amount >= 999.5 && i < 3; i++)
		amount /= 1000;
	snprintf(buf, QUANTITY_SIZE, amount < 9.95 ? "%.1f %s" : "%.0f %s",
	    amount, unit[i]);
	return buf;
}

char *
quantity_rate(double mb, char buf[QUANTITY_SIZE])
{
	snprintf(buf, QUANTITY_SIZE, mb < 9.95 ? "%.1f MB/s" : "%.0f MB/s",
	    mb);
	return buf;
}

char *
quantity_clock(int64_t us, int64_t now_us, char buf[QUANTITY_SIZE])
{
	const time_t when = (time_t)(us / 1000000);
	const time_t now = (time_t)(now_us / 1000000);
	struct tm tm, today;

	if (localtime_r(&when, &tm) == NULL ||
	    localtime_r(&now, &today) == NULL || strftime(buf, QUANTITY_SIZE,
	    tm.tm_yday == today.tm_yday && tm.tm_year == today.tm_year ?
	    "%H:%M:%S" : "%m-%d %H:%M:%S", &tm) == 0)
		snprintf(buf, QUANTITY_SIZE, "?");
	return buf;
}
