/*
 * Dates as HTTP writes them (RFC 9110 section 5.6.7), of the years 1970 to 9999.
 * Pure.
 */
#ifndef HTTPDATE_H
#define HTTPDATE_H

#include <time.h>

#include "httpd/fields.h"

#define HTTPDATE_SIZE sizeof("Sun, 06 Nov 1994 08:49:37 GMT")

/* What is outside these years is taken for their begin, or end. */
void httpdate_text(time_t t, char text[HTTPDATE_SIZE]);

/*
 * A date in any of the three formats: 1, *t is set; 0: it is none. now is for
 * those that have two digits of the year.
 */
int httpdate_parse(const struct piece *text, time_t now, time_t *t);

#endif
