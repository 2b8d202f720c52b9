/*
 * If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since, If-Range.
 */
#include <string.h>

#include "httpd/condition.h"
#include "httpd/httpdate.h"

/* Whether one of the lines with this name has the tag of the content. */
static int
is_among(const struct request *r, const char *name, const struct content *c,
    enum etag_comparison comparison)
{
	struct piece list;
	size_t pos = 0;

	while (fields_next(&r->fields, &pos, name, &list))
		if (etag_is_among(&list, c->etag, comparison))
			return 1;
	return 0;
}

/*
 * The date of the one line with this name: 1. 0: there is none, or no date, or
 * the content has none; the condition does not count then.
 */
static int
date_of(const struct request *r, const char *name, const struct content *c,
    time_t now, time_t *date)
{
	struct piece value;

	return c->has_modified &&
	    fields_value(&r->fields, name, &value) == 1 &&
	    httpdate_parse(&value, now, date);
}

/*
 * In this order, and dates only where there are no tags (section 13.2.2).
 * If-Modified-Since has to be the very date, as for nginx: under one name another
 * client has another file, which may be the older one, and so may be the next file
 * of this client. Whoever has kept one without its tag gets the right one then.
 */
enum condition
condition_of(const struct request *r, const struct content *c, time_t now)
{
	struct piece value;
	time_t date;

	if (fields_value(&r->fields, "If-Match", &value) > 0) {
		if (!is_among(r, "If-Match", c, ETAG_STRONG))
			return CONDITION_FAILED;
	} else if (date_of(r, "If-Unmodified-Since", c, now, &date) &&
	    c->modified.tv_sec > date) {
		return CONDITION_FAILED;
	}
	if (fields_value(&r->fields, "If-None-Match", &value) > 0) {
		if (is_among(r, "If-None-Match", c, ETAG_WEAK))
			return CONDITION_UNCHANGED;
	} else if (date_of(r, "If-Modified-Since", c, now, &date) &&
	    c->modified.tv_sec == date) {
		return CONDITION_UNCHANGED;
	}
	return CONDITION_SEND;
}

/*
 * The tag is compared byte by byte, a date has to be the very one, and of a
 * second that is over: in it the file may have been written twice
 * (section 8.8.2.2).
 */
int
condition_allows_range(const struct request *r, const struct content *c,
    time_t now)
{
	struct piece value;
	size_t times = fields_value(&r->fields, "If-Range", &value);
	time_t date;

	if (times == 0)
		return 1;
	if (times > 1)
		return 0;
	if (value.n == strlen(c->etag) &&
	    memcmp(value.bytes, c->etag, value.n) == 0)
		return 1;
	return date_of(r, "If-Range", c, now, &date) &&
	    date == c->modified.tv_sec && date < now;
}
