/*
 * The refusals, their words, and the phrases of the statuses.
 */
#include <stddef.h>

#include "httpd/refusal.h"

#define BAD "The request cannot be understood"
#define BUSY "The server is busy"
#define PROBLEM "The server has a problem"

static const struct refused refusals[REFUSALS] = {
	[REFUSE_NOTHING] = {503, PROBLEM, ""},
	[REFUSE_NOT_HTTP] = {400, BAD, "not-a-request"},
	[REFUSE_LINE_END] = {400, BAD, "line-without-crlf"},
	[REFUSE_VERSION] = {505, "Only HTTP/1.0 and HTTP/1.1 are spoken here",
	    "version-unknown"},
	[REFUSE_TARGET] = {400, BAD, "bad-name"},
	[REFUSE_FIELD] = {400, BAD, "bad-field"},
	[REFUSE_HOST] = {400, BAD, "bad-host"},
	[REFUSE_LENGTH] = {400, BAD, "bad-length"},
	[REFUSE_TARGET_LONG] = {414, "The name is too long", "name-too-long"},
	[REFUSE_HEAD_LONG] = {431, "The request is too long",
	    "request-too-long"},
	[REFUSE_METHOD_UNKNOWN] = {501, "Only GET and HEAD are served here",
	    "method-unknown"},
	[REFUSE_METHOD] = {405, "Only GET and HEAD are served here",
	    "method-not-allowed"},
	[REFUSE_CONTENT] = {413, "Nothing can be sent here",
	    "request-with-content"},
	[REFUSE_CODING] = {501, "Nothing can be sent here",
	    "request-with-content"},
	[REFUSE_FORWARDED] = {400, "The proxy does not say who asks",
	    "bad-forwarded"},
	[REFUSE_CONDITION] = {412, "The file has changed",
	    "condition-failed"},
	[REFUSE_RANGE] = {416, "The file ends before this range",
	    "range-behind-end"},
	[REFUSE_ABSENT] = {404, "File not found", NULL},
	[REFUSE_UNREADABLE] = {403, "Access violation", NULL},
	[REFUSE_KEPT] = {403, "Access violation", NULL},
	[REFUSE_FAILED] = {503, PROBLEM, NULL},
	[REFUSE_BAD_MAP] = {503, PROBLEM, "bad-map"},
	[REFUSE_CORRUPT_MAP] = {503, PROBLEM, "corrupt-map"},
	[REFUSE_DONE] = {503, PROBLEM, "done-not-written"},
	[REFUSE_CONNECTIONS] = {503, BUSY, "too-many-connections"},
	[REFUSE_NO_PROCESS] = {503, BUSY, "no-process"},
	[REFUSE_SYSTEM] = {503, PROBLEM, NULL}
};

struct refused
refusal_words(enum refusal refusal)
{
	return refusals[refusal];
}

enum refusal
refusal_of_verdict(enum view_verdict verdict)
{
	switch (verdict) {
	case VIEW_OPEN:
		return REFUSE_NOTHING;
	case VIEW_UNREADABLE:
		return REFUSE_UNREADABLE;
	case VIEW_KEPT:
		return REFUSE_KEPT;
	case VIEW_FAILED:
		return REFUSE_FAILED;
	case VIEW_ABSENT:
	case VIEW_DENIED:
		break;
	}
	/* What may never be seen is not there: no client can change that. */
	return REFUSE_ABSENT;
}

const char *
refusal_phrase(unsigned status)
{
	static const struct {
		unsigned status;
		const char *phrase;
	} phrases[] = {
		{400, "Bad Request"}, {403, "Forbidden"}, {404, "Not Found"},
		{405, "Method Not Allowed"}, {412, "Precondition Failed"},
		{413, "Content Too Large"}, {414, "URI Too Long"},
		{416, "Range Not Satisfiable"},
		{431, "Request Header Fields Too Large"},
		{501, "Not Implemented"}, {503, "Service Unavailable"},
		{505, "HTTP Version Not Supported"}
	};

	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "";
}
