/*
 * The head of a request: what the client asks for (RFC 9112 sections 2 to 6).
 * Pure.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stddef.h>

#include "httpd/fields.h"
#include "httpd/refusal.h"
#include "httpd/target.h"

#define REQUEST_HEAD_MAX 8192	/* bytes, with its empty line */

enum request_method {
	METHOD_GET, METHOD_HEAD,
	METHOD_POST		/* what it sends is not read; the connection ends */
};

struct request {
	enum request_method method;
	int minor;		/* HTTP/1.minor: 0 or 1 */
	int keeps;		/* the connection is for more requests */
	char name[TARGET_NAME_SIZE];	/* what TFTP's name would be */
	struct fields fields;	/* the others; they lie in the head */
};

/*
 * How many of n bytes are a whole head, with the empty line at its end and the
 * empty lines before it (RFC 9112 section 2.2), at most REQUEST_HEAD_MAX; 0: it
 * is not whole.
 */
size_t request_length(const char *bytes, size_t n);

/*
 * Of n bytes that are no whole head: REFUSE_NOTHING where more can make them one,
 * or why not, and the *method if it was understood: the answer to HEAD has no
 * content. No bytes: REFUSE_NOTHING.
 */
enum refusal request_hopeless(const char *bytes, size_t n,
    enum request_method *method);

/*
 * Takes a head apart, of request_length() bytes, which stay where they are as
 * long as r is used. REFUSE_NOTHING, or what is wrong with it: keeps is 0 then,
 * and method and name are what was understood before that, METHOD_GET and "".
 */
enum refusal request_parse(const char *bytes, size_t n, struct request *r);

#endif
