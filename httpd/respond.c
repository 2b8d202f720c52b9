/*
 * The head of an answer. Each line has its reason: what a loader or a cache asks
 * for, or must know so as to give nobody the wrong bytes.
 */
#include <inttypes.h>
#include <string.h>

#include "daemon/append.h"
#include "httpd/condition.h"
#include "httpd/httpdate.h"
#include "httpd/range.h"
#include "httpd/respond.h"

#define RETRY_SECONDS 5

static struct append
begin(struct response *response, unsigned status, const char *phrase,
    time_t now)
{
	char date[HTTPDATE_SIZE];
	struct append a;

	response->status = status;
	response->head[0] = '\0';
	a = append_begin(response->head, sizeof(response->head));
	httpdate_text(now, date);
	append(&a, "HTTP/1.1 %u %s\r\nDate: %s\r\n", status, phrase, date);
	return a;
}

/* A client of HTTP/1.0 is told that it may go on (RFC 9112 section C.2.2). */
static void
end(struct response *response, const struct request *r, struct append *a)
{
	if (!response->keeps)
		append(a, "Connection: close\r\n");
	else if (r->minor == 0)
		append(a, "Connection: keep-alive\r\n");
	append(a, "\r\n");
	response->head_n = a->n;
}

/* What a cache is told with 304 as well (RFC 9110 section 15.4.5). */
static void
append_marks(struct append *a, const struct content *c, time_t now)
{
	char date[HTTPDATE_SIZE];

	append(a, "ETag: %s\r\n", c->etag);
	if (c->has_modified) {
		/* A file of the future is one of now (section 8.8.2.1). */
		httpdate_text(c->modified.tv_sec < now ? c->modified.tv_sec :
		    now, date);
		append(a, "Last-Modified: %s\r\n", date);
	}
	/*
	 * Another client may see something else under this name. So a cache asks
	 * each time whether what it keeps is what this client gets (RFC 9111
	 * section 5.2.2.4). nginx would not keep it then, but for its own word,
	 * which comes first (nginx 1.22): it has expired before it comes.
	 */
	if (c->is_private)
		append(a, "Cache-Control: private\r\n");
	else
		append(a, "X-Accel-Expires: @1\r\n"
		    "Cache-Control: no-cache\r\n");
}

/*
 * One line of text. It is for nobody else: what a client may not see, or what
 * is not there, can be there for the next one.
 */
static void
refuse(struct response *response, enum refusal refusal,
    const struct request *r, const struct content *c, time_t now)
{
	struct refused why = refusal_words(refusal);
	struct append a = begin(response, why.status,
	    refusal_phrase(why.status), now);

	response->refusal = refusal;
	response->first = response->n = 0;
	append(&a, "Content-Length: %zu\r\nContent-Type: text/plain\r\n"
	    "Cache-Control: no-store\r\n", strlen(why.text) + 1);
	if (refusal == REFUSE_METHOD)	/* section 15.5.6 */
		append(&a, "Allow: GET%s\r\n", r != NULL &&
		    r->method == METHOD_HEAD ? "" : ", HEAD");
	/* iPXE tries again then, and says so. */
	if (refusal == REFUSE_CONNECTIONS || refusal == REFUSE_NO_PROCESS)
		append(&a, "Retry-After: %d\r\n", RETRY_SECONDS);
	if (refusal == REFUSE_RANGE && c != NULL)	/* section 15.5.17 */
		append(&a, "Content-Range: bytes */%" PRIu64 "\r\n", c->size);
	end(response, r, &a);
	if (r != NULL && r->method == METHOD_HEAD)
		return;
	append(&a, "%s\n", why.text);
	response->head_n = a.n;
}

void
respond_refusal(enum refusal refusal, const struct request *r, time_t now,
    struct response *response)
{
	response->keeps = r != NULL && r->keeps;
	refuse(response, refusal, r, NULL, now);
}

static void
unchanged(const struct request *r, const struct content *c, time_t now,
    struct response *response)
{
	struct append a = begin(response, 304, "Not Modified", now);

	response->n = 0;
	append_marks(&a, c, now);
	end(response, r, &a);
}

/* All of it, or the part that is asked for. */
static void
send_content(const struct request *r, const struct content *c, int is_part,
    time_t now, struct response *response)
{
	struct append a = begin(response, is_part ? 206 : 200,
	    is_part ? "Partial Content" : "OK", now);

	append(&a, "Content-Length: %" PRIu64 "\r\nContent-Type: %s\r\n",
	    response->n, c->type);
	if (is_part)
		append(&a, "Content-Range: bytes %" PRIu64 "-%" PRIu64
		    "/%" PRIu64 "\r\n", response->first,
		    response->first + response->n - 1, c->size);
	append(&a, "Accept-Ranges: bytes\r\n");
	append_marks(&a, c, now);
	end(response, r, &a);
	if (r->method == METHOD_HEAD)
		response->n = 0;
}

void
respond(const struct request *r, const struct content *c, time_t now,
    struct response *response)
{
	enum range range = RANGE_WHOLE;
	struct piece value;

	*response = (struct response){.n = c->size, .keeps = r->keeps};
	switch (condition_of(r, c, now)) {
	case CONDITION_FAILED:
		refuse(response, REFUSE_CONDITION, r, c, now);
		return;
	case CONDITION_UNCHANGED:
		unchanged(r, c, now, response);
		return;
	case CONDITION_SEND:
		break;
	}
	/* Only GET knows parts, and two lines are not one (section 14.2). */
	if (r->method == METHOD_GET &&
	    fields_value(&r->fields, "Range", &value) == 1 &&
	    condition_allows_range(r, c, now))
		range = range_parse(&value, c->size, &response->first,
		    &response->n);
	if (range == RANGE_BEYOND)
		refuse(response, REFUSE_RANGE, r, c, now);
	else
		send_content(r, c, range == RANGE_PART, now, response);
}
