/*
 * The lines of transfers that are over.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <syslog.h>

#include "daemon/log.h"
#include "tftpd/report.h"

const char *
report_word(enum outcome outcome)
{
	switch (outcome) {
	case SEND_DONE:
		return "sent";
	case SEND_PROBE:
		return "probe";
	case SEND_ABORTED:
		return "aborted";
	case RECEIVE_DONE:
		return "received";
	default:
		return "failed";
	}
}

static void
log_failed(const char *text, const struct report *r, const char *reason)
{
	log_line(LOG_NOTICE, "failed %s bytes=%" PRIu64 " seconds=%.3f "
	    "resent=%" PRIu64 " reason=%s", text, r->bytes,
	    (double)r->elapsed_us / 1e6, r->resent, reason);
}

void
report_log(const char *text, const struct report *r)
{
	char said[LOG_VISIBLE_SIZE(REPORT_TEXT_SIZE)];
	double seconds = (double)r->elapsed_us / 1e6;
	double rate = r->elapsed_us == 0 ? 0 :
	    (double)r->bytes / (double)r->elapsed_us;

	log_visible(said, sizeof(said), r->text,
	    strnlen(r->text, sizeof(r->text)));
	switch (r->outcome) {
	case SEND_DONE:
	case RECEIVE_DONE:
		log_line(LOG_INFO, "%s %s bytes=%" PRIu64 " seconds=%.3f "
		    "rate=%.1fMB/s blksize=%u windowsize=%u resent=%" PRIu64
		    "%s", report_word(r->outcome), text, r->bytes, seconds,
		    rate, r->blksize, r->windowsize, r->resent,
		    r->pacing > 0 ? " paced" : "");
		break;
	case SEND_PROBE:
		log_line(LOG_INFO, "probe %s: the client wanted the size only",
		    text);
		break;
	case SEND_ABORTED:
		log_line(LOG_NOTICE, "aborted %s bytes=%" PRIu64 " "
		    "seconds=%.3f reason=client-error-%d said=%s", text,
		    r->bytes, seconds, r->error, said);
		break;
	case SEND_GONE:
		log_failed(text, r, "client-gone");
		break;
	case SEND_TIMEOUT:
		log_failed(text, r, "no-answer");
		break;
	case SEND_ORPHANED:
		log_failed(text, r, "server-stopped");
		break;
	case SEND_CHANGED:
		log_line(LOG_WARNING, "failed %s bytes=%" PRIu64 " "
		    "reason=file-changed", text, r->bytes);
		break;
	case SEND_NO_PORT:
		log_line(LOG_ERR, "failed %s reason=no-free-port: -p is too "
		    "narrow", text);
		break;
	case SEND_FAILED:
		log_line(LOG_ERR, "failed %s bytes=%" PRIu64 ": cannot send: "
		    "%s", text, r->bytes, strerror(r->error));
		break;
	case RECEIVE_UNNAMED:
		if (r->error == EEXIST)
			log_failed(text, r, "file-exists");
		else if (r->error == EPIPE)
			log_failed(text, r, "server-stopped");
		else
			log_line(LOG_ERR, "failed %s bytes=%" PRIu64
			    ": cannot name the file: %s", text, r->bytes,
			    strerror(r->error));
		break;
	case RECEIVE_FULL:
		log_failed(text, r, "disk-full");
		break;
	case RECEIVE_TOO_LARGE:
		log_failed(text, r, "too-large");
		break;
	case RECEIVE_BAD_BLOCK:
		log_failed(text, r, "block-too-long");
		break;
	case RECEIVE_FAILED:
		log_line(LOG_ERR, "failed %s bytes=%" PRIu64 ": cannot "
		    "receive: %s", text, r->bytes, strerror(r->error));
		break;
	case RECEIVE_ASKS:
		break;
	}
}
