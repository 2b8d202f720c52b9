/*
 * Filling a report.
 */
#include <string.h>

#include "httpd/describe.h"

void
describe_request(const struct child *c)
{
	struct connection *k = c->connection;
	const struct seen *s = &k->seen;
	struct report *r = &k->report;
	const char *path = s->found[0] != '\0' ? s->found : s->path;
	const struct view_why *why = &s->why;
	const int refused_by_view = refusal_words(r->refusal).word == NULL &&
	    r->refusal != REFUSE_NOTHING && r->refusal != REFUSE_SYSTEM;
	const char *const text[REPORT_TEXTS] = {
		[REPORT_FILE] = path[0] != '\0' ? path : k->request.name,
		[REPORT_ASKED] = s->is_other ? k->request.name : "",
		[REPORT_NAME] = k->known && k->client.name != NULL ?
		    k->client.name : "",
		[REPORT_DETAILS] = !refused_by_view ? "" :
		    s->verdict == VIEW_UNREADABLE ? s->missing :
		    why->reason == VIEW_CONFIG ? why->text : "",
	};

	if (refused_by_view) {
		r->reason = why->reason;
		r->error = why->error;
	}
	r->language = s->language;
	r->answers = s->is_preseed ? s->wanted.kind : ANSWERS_NONE;
	r->says_done = s->says_done;
	r->odd = s->odd;
	r->has_mac = k->who.has_mac;
	memcpy(r->mac, k->who.mac, sizeof(r->mac));
	if (k->known && client_is_own(&k->client) &&
	    k->client.own.key_n <= sizeof(r->key)) {
		r->key_n = k->client.own.key_n;
		memcpy(r->key, k->client.own.key, r->key_n);
	}
	report_texts(r, text);
}
