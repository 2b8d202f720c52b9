/*
 * One request, from its head to the bytes that are sent or to a refusal; and its
 * report.
 */
#ifndef SERVE_H
#define SERVE_H

#include "httpd/connection.h"

/* What becomes of the connection. */
enum served {
	SERVED_KEEPS,		/* the next request may come */
	SERVED_ENDS,		/* this was the last one */
	SERVED_UNREAD,		/* the same, and more may come that is not read */
	SERVED_BROKEN		/* nothing more can be sent */
};

/* Serves the request whose head is the first head_n bytes of in[]. */
enum served serve(struct child *c, size_t head_n);

/* Refuses what is no request, and cannot become one; see request_hopeless(). */
enum served serve_hopeless(struct child *c, enum refusal refusal,
    enum request_method method);

/* Says that nothing can be served: errno. */
void serve_unlocked(struct child *c);

#endif
