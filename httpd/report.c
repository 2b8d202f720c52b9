/*
 * The lines of requests that are over.
 */
#include <bsd/string.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "daemon/append.h"
#include "daemon/log.h"
#include "httpd/report.h"

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
	    r->refusal < REFUSALS && r->reason < VIEW_REASONS &&
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
	return r->says_done ? "done" : r->is_preseed ? "preseed" :
	    r->language == CONFIG_NONE ? NULL :
	    config_language_name(r->language);
}

/* "file=… client=… mac=… name=…" */
static void
describe(const struct report *r, const char *client, struct append *a)
{
	const char *asked = text_of(r, REPORT_ASKED);
	const char *name = text_of(r, REPORT_NAME);
	char shown[512];
	const char *made = generated(r), *odd = seen_odd_text(r->odd);

	append_cut(a, "file=%s", log_visible(shown, sizeof(shown), r->text,
	    strlen(r->text)));
	if (made != NULL)
		append_cut(a, " generated=%s", made);
	if (asked[0] != '\0')
		append_cut(a, " asked=%s", log_visible(shown, sizeof(shown),
		    asked, strlen(asked)));
	if (odd != NULL)
		append_cut(a, " odd=%s", odd);
	append_cut(a, " client=%s", client);
	if (r->has_mac)
		append_cut(a, " mac=%02x:%02x:%02x:%02x:%02x:%02x", r->mac[0],
		    r->mac[1], r->mac[2], r->mac[3], r->mac[4], r->mac[5]);
	else
		append_cut(a, " mac=-");
	append_cut(a, " name=%s", log_visible(shown, sizeof(shown), name,
	    strlen(name)));
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
	struct append a;

	what[0] = '\0';
	a = append_begin(what, sizeof(what));
	describe(r, client, &a);
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
	case REPORT_CHANGED:
		log_failed(r, what, "file-changed");
		break;
	default:
		log_line(LOG_ERR, "failed %s bytes=%" PRIu64 ": cannot send: "
		    "%s", what, r->bytes, strerror(r->error));
	}
}
