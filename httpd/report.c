/*
 * The lines of requests that are over.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "daemon/log.h"
#include "httpd/report.h"
#include "view/seenline.h"

#define LINE_SIZE 4096

size_t
report_size(const struct report *r)
{
	return offsetof(struct report, text) + r->text_n;
}

void
report_texts(struct report *r, const char *const text[REPORT_TEXTS])
{
	size_t room, n;

	r->text_n = 0;
	for (int i = 0; i < REPORT_TEXTS; i++) {
		/* The rest have room for their NUL at least. */
		room = (sizeof(r->text) - r->text_n) / (size_t)(REPORT_TEXTS - i);
		n = strnlen(text[i], room - 1);
		memcpy(r->text + r->text_n, text[i], n);
		r->text[r->text_n + n] = '\0';
		r->text_n += n + 1;
	}
}

static int
has_all_texts(const struct report *r)
{
	int texts = 0;

	for (size_t i = 0; i < r->text_n; i++)
		texts += r->text[i] == '\0';
	return texts == REPORT_TEXTS && r->text[r->text_n - 1] == '\0';
}

int
report_is_good(const struct report *r, size_t n)
{
	return n > offsetof(struct report, text) && n <= sizeof(*r) &&
	    r->text_n == n - offsetof(struct report, text) &&
	    has_all_texts(r) && r->outcome < REPORT_OUTCOMES &&
	    r->asks < REPORT_ASKS && r->refusal < REFUSALS &&
	    r->reason < VIEW_REASONS && r->answers < ANSWERS_KINDS &&
	    r->odd < SEEN_ODDS && r->language < CONFIG_LANGUAGES &&
	    r->key_n <= sizeof(r->key) &&
	    (r->client.sa.sa_family == AF_UNSPEC ||
	    r->client.sa.sa_family == AF_INET ||
	    r->client.sa.sa_family == AF_INET6);
}

static const char *
text_of(const struct report *r, enum report_text which)
{
	const char *text = r->text;

	for (int i = 0; i < (int)which; i++)
		text += strlen(text) + 1;
	return text;
}

int
report_priority(const struct report *r)
{
	switch (r->outcome) {
	case REPORT_PROBED:
		return LOG_DEBUG;
	case REPORT_SENT:
	case REPORT_UNCHANGED:
	case REPORT_REFUSED:
		return LOG_INFO;
	case REPORT_CHANGED:
		return LOG_WARNING;
	case REPORT_FAILED:
		return LOG_ERR;
	default:
		return LOG_NOTICE;
	}
}

const char *
report_reason(const struct report *r)
{
	const char *word = refusal_words(r->refusal).word;
	const struct view_why why = {.reason = r->reason, .error = r->error,
	    .text = "no-configuration"};

	if (word != NULL)
		return word;
	return r->refusal == REFUSE_SYSTEM ? strerror(r->error) :
	    view_why_text(&why);
}

static const char *
generated(const struct report *r)
{
	return r->says_done ? "done" : r->answers != ANSWERS_NONE ?
	    answers_word(r->answers) :
	    r->language == CONFIG_NONE ? NULL :
	    config_language_name(r->language);
}

static void
describe(const struct report *r, const char *client, char *buf, size_t size)
{
	const char *asked = text_of(r, REPORT_ASKED);
	const struct seenline l = {
		.file = r->text, .generated = generated(r),
		.asked = asked[0] == '\0' ? NULL : asked, .odd = r->odd,
		.client = client, .mac = r->has_mac ? r->mac : NULL,
		.name = text_of(r, REPORT_NAME),
	};

	seenline_text(&l, buf, size);
}

/* What stands behind a reason: the words of permission.h, or of config.h. */
static const char *
details(const struct report *r, char *shown, size_t size)
{
	const char *text = text_of(r, REPORT_DETAILS);
	size_t n = 0;

	/* Blanks part the words; all else is as visible as it was. */
	for (; *text != '\0' && n + 1 < size; text++)
		shown[n++] = *text >= ' ' && *text <= '~' ? *text : '?';
	shown[n] = '\0';
	return shown;
}

static void
log_failed(const struct report *r, const char *what, const char *reason)
{
	log_line(report_priority(r), "failed %s bytes=%" PRIu64
	    " seconds=%.3f reason=%s", what, r->bytes,
	    (double)r->elapsed_us / 1e6, reason);
}

static void
log_sent(const struct report *r, const char *what)
{
	char range[3 * sizeof("18446744073709551615") + sizeof(" range=-/")];
	double rate = r->elapsed_us == 0 ? 0 :
	    (double)r->bytes / (double)r->elapsed_us;

	range[0] = '\0';
	if (r->status == 206)
		snprintf(range, sizeof(range), " range=%" PRIu64 "-%" PRIu64
		    "/%" PRIu64, r->first, r->first + r->n - 1, r->size);
	log_line(LOG_INFO, "sent %s bytes=%" PRIu64 " seconds=%.3f "
	    "rate=%.1fMB/s status=%u%s", what, r->bytes,
	    (double)r->elapsed_us / 1e6, rate, r->status, range);
}

void
report_log(const struct report *r, const char *client)
{
	char what[LINE_SIZE], shown[512];

	describe(r, client, what, sizeof(what));
	switch (r->outcome) {
	case REPORT_SENT:
		log_sent(r, what);
		break;
	case REPORT_PROBED:
		log_line(LOG_DEBUG, "probe %s: the client wanted the head only",
		    what);
		break;
	case REPORT_UNCHANGED:
		log_line(LOG_INFO, "unchanged %s: the client has it already",
		    what);
		break;
	case REPORT_REFUSED:
		details(r, shown, sizeof(shown));
		/* What a language cannot say is a sentence. */
		log_line(LOG_INFO, "refused %s status=%u reason=%s%s%s", what,
		    r->status, r->reason == VIEW_CONFIG ? shown :
		    report_reason(r), shown[0] == '\0' ||
		    r->reason == VIEW_CONFIG ? "" : " ",
		    r->reason == VIEW_CONFIG ? "" : shown);
		break;
	case REPORT_GONE:
		log_failed(r, what, "client-gone");
		break;
	case REPORT_STALLED:
		log_failed(r, what, "no-answer");
		break;
	case REPORT_SLOW:
		log_failed(r, what, "too-slow");
		break;
	case REPORT_CHANGED:
		log_failed(r, what, "file-changed");
		break;
	default:
		log_line(LOG_ERR, "failed %s bytes=%" PRIu64 ": cannot send: "
		    "%s", what, r->bytes, strerror(r->error));
	}
}
