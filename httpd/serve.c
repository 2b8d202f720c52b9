/*
 * Serving one request: parse, find, respond, send, report.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "daemon/now.h"
#include "daemon/reporting.h"
#include "httpd/acknowledge.h"
#include "httpd/ask.h"
#include "httpd/contenttype.h"
#include "httpd/describe.h"
#include "httpd/find.h"
#include "httpd/sendbody.h"
#include "httpd/serve.h"
#include "view/lastfile.h"

#define TITLE_SIZE (MAP_NAME_MAX + VIEW_PATH_SIZE + 3)

static void
begin(struct child *c)
{
	struct connection *k = c->connection;
	struct report *r = &k->report;

	memset(r, 0, offsetof(struct report, text));
	r->slot = c->slot;
	k->known = 0;
	k->who = c->met;
	seen_begin(&k->seen);
	k->goes_on = 0;
	k->request.name[0] = '\0';
	k->request.method = METHOD_GET;
}

/*
 * Has the parent write that the client is done, before that is answered. Who wants the
 * head alone says nothing by it.
 */
static enum refusal
ask_done(const struct child *c)
{
	if (c->connection->request.method == METHOD_HEAD)
		return REFUSE_METHOD;
	return ask(c, ASKS_DONE) ? REFUSE_NOTHING : REFUSE_DONE;
}

/*
 * Whether POST has the answer that GET would have: what is sent with it is for servers
 * that choose by it, and we know who asks. Proxmox's installer asks for its answers so
 * (proxmox-fetch-answer, http.rs: the answer to POST with what the machine is), and says
 * so that it is done, as cloud-init's phone_home does.
 */
static int
may_post(const struct seen *s)
{
	return s->says_done || (s->is_preseed &&
	    s->wanted.kind == ANSWERS_PROXMOX);
}

/* A parent that has stopped cannot log for us: then this is the last request. */
static int
tell(const struct child *c)
{
	const struct report *r = &c->connection->report;
	char client[ADDRESS_TEXT_SIZE];

	if (reporting_send(c->report_fd, r, report_size(r)) == 0)
		return 1;
	report_log(r, address_text(client, sizeof(client), r->is_forwarded ?
	    &r->client : &c->peer, 0));
	return 0;
}

/*
 * How much of the content is read before it is known what is wanted of it: all of
 * what is small, else what tells its type. -1: it has changed.
 */
static ssize_t
read_begin(const struct connection *k, char *body)
{
	const struct bootfile *f = &k->seen.file;
	size_t n = f->size <= CONNECTION_SMALL &&
	    k->request.method != METHOD_HEAD ? CONNECTION_SMALL :
	    CONTENTTYPE_LOOKS_AT;

	bootfile_settle(f);
	return k->seen.language != CONFIG_NONE ? 0 :
	    bootfile_read(f, body, n, 0);
}

/*
 * The name that was opened, if that is another one than was asked for: what firmware has
 * put behind a name (oddname.h) says nothing of the file.
 */
static const char *
name_of(const struct connection *k)
{
	return k->seen.is_other ? k->seen.path : k->request.name;
}

/* One file is as old as it says; what is made for a client has no time. */
static void
describe_content(struct connection *k, size_t body_n)
{
	const struct bootfile *f = &k->seen.file;
	struct content *content = &k->content;

	content->size = f->size;
	content->has_modified = f->n == 1 && f->segment[0].fd != -1;
	if (content->has_modified)
		content->modified = f->segment[0].opened.st_mtim;
	content->is_private = !content->has_modified;
	etag_of(f, content->etag);
	content->type = k->seen.language != CONFIG_NONE ? CONTENTTYPE_TEXT :
	    contenttype_of(name_of(k), (unsigned char *)k->body, body_n);
}

static void
title_of(const struct child *c, char *title, size_t size)
{
	const struct connection *k = c->connection;
	const struct report *r = &k->report;
	char address[ADDRESS_TEXT_SIZE];

	address_text(address, sizeof(address), r->is_forwarded ? &r->client :
	    &c->peer, 0);
	snprintf(title, size, "%s %s", k->known && k->client.name != NULL ?
	    k->client.name : address, k->seen.found[0] != '\0' ? k->seen.found :
	    k->seen.path);
}

static enum outcome
send_response(struct child *c, size_t body_n)
{
	struct connection *k = c->connection;
	const struct response *response = &k->response;
	struct report *r = &k->report;
	char title[TITLE_SIZE];
	struct sending s = {
		.fd = c->fd, .response = response, .file = &k->seen.file,
		.body = k->body, .body_n = body_n, .title = title,
	};
	enum outcome outcome;

	/* Nobody sees what is over at once. */
	title[0] = '\0';
	if (response->n > CONNECTION_SMALL)
		title_of(c, title, sizeof(title));
	errno = 0;
	outcome = sendbody(&s);
	r->error = outcome == REPORT_FAILED ? errno : r->error;
	r->bytes = s.bytes;
	if (outcome != REPORT_SENT)
		return outcome;
	return response->refusal != REFUSE_NOTHING ? REPORT_REFUSED :
	    response->status == 304 ? REPORT_UNCHANGED :
	    k->request.method == METHOD_HEAD ? REPORT_PROBED : REPORT_SENT;
}

/* The head and the text of a refusal lie in it. */
static enum outcome
send_refusal(struct child *c, enum refusal refusal, const struct request *r)
{
	struct connection *k = c->connection;

	k->report.refusal = refusal;
	respond_refusal(refusal, r, time(NULL), &k->response);
	describe_request(c);
	return send_response(c, 0);
}

/* What a proxy had for one client on this connection, another one has not. */
static struct whole *
whole_of(struct connection *k)
{
	const union address *client = &k->report.client;

	if (!address_equal(&k->had_by, client, 0)) {
		memset(&k->had, 0, sizeof(k->had));
		k->had_by = *client;
	}
	return &k->had;
}

/*
 * Whether the client has, and has acknowledged, all of the last file that it boots:
 * what is only on its way may be lost with the client.
 */
static int
has_last(const struct child *c, uint64_t begun_us)
{
	struct connection *k = c->connection;
	const struct response *r = &k->response;

	return lastfile_is(k->known ? &k->client : NULL, &k->seen) &&
	    acknowledge_wait(c->fd, 0, k->report.bytes, begun_us) == 0 &&
	    whole_take(whole_of(k), k->content.etag, r->first, r->n,
	    k->content.size);
}

static enum outcome
send_found(struct child *c, size_t body_n)
{
	struct connection *k = c->connection;
	struct report *r = &k->report;
	const uint64_t begun_us = now_us();
	enum outcome outcome;

	describe_content(k, body_n);
	respond(&k->request, &k->content, time(NULL), &k->response);
	r->refusal = k->response.refusal;
	r->first = k->response.first;
	r->n = k->response.n;
	r->size = k->content.size;
	describe_request(c);
	outcome = send_response(c, body_n);
	if (outcome == REPORT_SENT)
		r->has_last = has_last(c, begun_us);
	if (r->has_last)
		r->image = lastfile_image(&k->client);
	return outcome;
}

static enum served
finish(struct child *c, enum outcome outcome, uint64_t begun_us)
{
	struct connection *k = c->connection;
	struct report *r = &k->report;
	int parent;

	r->outcome = outcome;
	r->status = k->response.status;
	r->elapsed_us = now_us() - begun_us;
	seen_close(&k->seen);
	parent = tell(c);
	switch (outcome) {
	case REPORT_SENT:
	case REPORT_PROBED:
	case REPORT_UNCHANGED:
	case REPORT_REFUSED:
		break;
	default:
		return SERVED_BROKEN;
	}
	if (k->response.keeps && parent)
		return SERVED_KEEPS;
	return outcome == REPORT_REFUSED || k->goes_on ? SERVED_UNREAD :
	    SERVED_ENDS;
}

enum served
serve(struct child *c, size_t head_n)
{
	struct connection *k = c->connection;
	const uint64_t begun_us = now_us();
	enum outcome outcome;
	enum refusal refusal;
	ssize_t body_n = 0;

	begin(c);
	refusal = request_parse(k->in, head_n, &k->request);
	k->goes_on = k->request.keeps || k->request.method == METHOD_POST;
	if (refusal == REFUSE_NOTHING)
		refusal = find(c);
	if (refusal == REFUSE_NOTHING && k->request.method == METHOD_POST &&
	    !may_post(&k->seen))
		refusal = REFUSE_METHOD;
	if (refusal == REFUSE_NOTHING && k->seen.says_done)
		refusal = ask_done(c);
	/* What it was read for is done: see find.c. */
	if (find_has_own_map(c))
		k->request.keeps = 0;
	if (refusal == REFUSE_NOTHING)
		body_n = read_begin(k, k->body);
	if (refusal != REFUSE_NOTHING)
		outcome = send_refusal(c, refusal, &k->request);
	else if (body_n == -1) {
		k->report.error = errno;
		describe_request(c);
		outcome = errno == ESTALE ? REPORT_CHANGED : REPORT_FAILED;
	} else
		outcome = send_found(c, (size_t)body_n);
	return finish(c, outcome, begun_us);
}

enum served
serve_hopeless(struct child *c, enum refusal refusal,
    enum request_method method)
{
	const uint64_t begun_us = now_us();
	const struct request r = {.method = method};

	begin(c);
	return finish(c, send_refusal(c, refusal, &r), begun_us);
}

void
serve_unlocked(struct child *c)
{
	const int error = errno;

	begin(c);
	c->connection->report.error = error;
	(void)finish(c, send_refusal(c, REFUSE_SYSTEM, NULL), now_us());
}
