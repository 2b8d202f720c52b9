/*
 * Conditions of a request (RFC 9110 section 13). Pure.
 */
#ifndef CONDITION_H
#define CONDITION_H

#include "httpd/content.h"
#include "httpd/request.h"

enum condition {
	CONDITION_SEND,
	CONDITION_UNCHANGED,	/* the client has it: 304 */
	CONDITION_FAILED	/* what it has begun with is another one: 412 */
};

enum condition condition_of(const struct request *r, const struct content *c,
    time_t now);

/*
 * Whether what the client has a part of is this one, so that another part may
 * follow: If-Range is not there, or true. 1 or 0.
 */
int condition_allows_range(const struct request *r, const struct content *c,
    time_t now);

#endif
