/*
 * The head of what is answered (RFC 9110 sections 13 to 15), and which bytes
 * follow it. Pure.
 */
#ifndef RESPOND_H
#define RESPOND_H

#include <stdint.h>
#include <time.h>

#include "httpd/content.h"
#include "httpd/request.h"

#define RESPONSE_HEAD_SIZE 1024

struct response {
	unsigned status;
	enum refusal refusal;	/* of respond(): REFUSE_CONDITION or
				   REFUSE_RANGE; REFUSE_NOTHING */
	uint64_t first, n;	/* n bytes of the content follow, from first */
	int keeps;		/* the connection, then */
	size_t head_n;
	char head[RESPONSE_HEAD_SIZE];	/* a refusal's one line is in it */
};

void respond(const struct request *r, const struct content *c, time_t now,
    struct response *response);

/*
 * r is NULL where none was read; else it tells whether its client wants to see
 * the text, and whether the connection stays: which it does where r->keeps.
 */
void respond_refusal(enum refusal refusal, const struct request *r,
    time_t now, struct response *response);

#endif
