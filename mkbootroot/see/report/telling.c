/*
 * What happened, in words.
 */
#include "file/lastpart.h"
#include "mkbootroot/see/report/amount.h"
#include "mkbootroot/see/report/html.h"
#include "mkbootroot/see/report/telling.h"

const char *
telling_end(enum boot_end end)
{
	switch (end) {
	case BOOT_FINISHED:
		return "finished";
	case BOOT_GOES_ON:
		return "not over at the end of the log";
	case BOOT_STOPPED:
		return "stopped";
	case BOOT_LOST:
		return "asked for no file";
	case BOOT_UNANSWERED:
		break;
	}
	return "not answered";
}

void
telling_file(FILE *out, const struct happening *e, int is_short)
{
	char bytes[AMOUNT_SIZE], time[AMOUNT_SIZE], rate[AMOUNT_SIZE];
	const int64_t us = e->end_us - e->begin_us;

	html_text(out, is_short ? last_part(e->file) : e->file);
	fprintf(out, ", %s", amount_bytes(bytes, e->bytes));
	if (us > 0)
		fprintf(out, " in %s", amount_time(time, us));
	if (us > 0 && e->bytes >= 1000)
		fprintf(out, ", %s", amount_rate(rate, e->bytes, us));
	if (e->resent > 0)
		fprintf(out, ", %s sent again", amount_of(time,
		    (size_t)e->resent, "packet", "packets"));
}

void
telling_trouble(FILE *out, const struct happening *e, int is_short)
{
	if (e->file[0] != '\0') {
		html_text(out, is_short ? last_part(e->file) : e->file);
		fputs(": ", out);
	}
	if (e->is_hint)
		fputs("perhaps ", out);
	html_text(out, e->word);
	/* A sentence of the log says more than its word, but for hints. */
	if (e->text[0] != '\0' && !e->is_hint) {
		fputs(e->word[0] == '\0' ? "" : ": ", out);
		html_text(out, e->text);
	}
	if (e->word[0] == '\0' && e->text[0] == '\0')
		fputs("it failed", out);
}

static const char *
verb(enum event_kind kind)
{
	switch (kind) {
	case EVENT_TOLD:
		return "told";
	case EVENT_SILENT:
	case EVENT_UNKNOWN:
		return "not answered:";
	case EVENT_SENT:
		return "sent";
	case EVENT_RECEIVED:
		return "received";
	case EVENT_UNCHANGED:
		return "unchanged, not sent again:";
	case EVENT_REFUSED:
		return "refused";
	case EVENT_FAILED:
		return "failed:";
	case EVENT_ABORTED:
		return "given up by the client:";
	case EVENT_PUT_OFF:
		return "put off: too many transfers,";
	case EVENT_ENDED:
		return "asked for anew:";
	case EVENT_STALLED:
		return "asked for nothing more:";
	case EVENT_DONE:
		return "said that it is done";
	case EVENT_BOOTED:
		return "has all that it boots";
	default:
		return "warning:";
	}
}

void
telling_event(FILE *out, const struct happening *e)
{
	const int is_file = happening_is_file(e);

	fputs(verb(e->kind), out);
	if (is_file) {
		fputc(' ', out);
		telling_file(out, e, 0);
	} else if (e->file[0] != '\0' && !e->is_wrong) {
		fputc(' ', out);
		html_text(out, e->file);
	}
	if (e->is_wrong) {
		fputs(is_file ? ": " : " ", out);
		if (is_file)
			html_text(out, e->word[0] != '\0' ? e->word : e->text);
		else
			telling_trouble(out, e, 0);
	} else if (e->word[0] != '\0') {
		fputs(is_file || e->file[0] != '\0' ? ": " : " ", out);
		html_text(out, e->word);
	}
}
