/*
 * One line of the servers' log, read: when, who, which kind, and its words. Pure
 * but for the time zone. The format is a contract: "The format" in
 * doc/operating.md has it, and LOGLINE_FORMAT is its number.
 *
 * A line may begin as journalctl's short, short-precise, short-iso,
 * short-iso-precise, short-full, short-unix and cat begin it, as syslogd does (RFC
 * 3164, RFC 3339, RFC 5424), or with the text itself, as -d writes it.
 */
#ifndef SEE_LOGLINE_H
#define SEE_LOGLINE_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/see/slice.h"

#define LOGLINE_FORMAT 1
#define LOGLINE_MAX 16384	/* bytes; a longer line is none of ours */

enum logline_program {
	LOGLINE_NOBODY, LOGLINE_TFTPD, LOGLINE_HTTPD, LOGLINE_DHCP_HELPER,
	LOGLINE_PROGRAMS
};

enum logline_kind {
	LOGLINE_FOREIGN,	/* not ours */
	LOGLINE_UNREADABLE,	/* ours, by its program, and not understood */
	LOGLINE_TOLD,		/* boot ... -> OFFER */
	LOGLINE_SILENT,		/* boot ... -> silent; silent client=... */
	LOGLINE_SENT,
	LOGLINE_RECEIVED,
	LOGLINE_PROBED,
	LOGLINE_UNCHANGED,
	LOGLINE_REFUSED,
	LOGLINE_FAILED,
	LOGLINE_ABORTED,
	LOGLINE_PUT_OFF,
	LOGLINE_ENDED,
	LOGLINE_STALLED,
	LOGLINE_WARNING,
	LOGLINE_DONE,
	LOGLINE_FLOOD,
	LOGLINE_LOST,		/* N lines were lost */
	LOGLINE_COUNTERS,
	LOGLINE_OTHER,		/* a start, or a failure: "cannot ..." */
	LOGLINE_KINDS
};

enum logline_key {
	LOGLINE_CLIENT, LOGLINE_MAC, LOGLINE_NAME, LOGLINE_FILE, LOGLINE_BYTES,
	LOGLINE_SECONDS, LOGLINE_RATE, LOGLINE_BLKSIZE, LOGLINE_WINDOWSIZE,
	LOGLINE_RESENT, LOGLINE_REASON, LOGLINE_HINT, LOGLINE_ARCH, LOGLINE_VIA,
	LOGLINE_MSG, LOGLINE_STAGE, LOGLINE_RULE, LOGLINE_SERVER, LOGLINE_IP,
	LOGLINE_STATUS, LOGLINE_GENERATED, LOGLINE_ASKED, LOGLINE_SAID,
	LOGLINE_ONCE, LOGLINE_ODD, LOGLINE_RANGE, LOGLINE_MULTICAST,
	LOGLINE_FROM, LOGLINE_DROPPED, LOGLINE_UNLOGGED, LOGLINE_CHOSEN,
	LOGLINE_DELAY, LOGLINE_IGNORED, LOGLINE_HLEN, LOGLINE_BLOCKS,
	LOGLINE_BOOTS, LOGLINE_BY, LOGLINE_PATH, LOGLINE_NEEDS, LOGLINE_MODE,
	LOGLINE_OWNER, LOGLINE_US, LOGLINE_MAYBE, LOGLINE_LABEL,
	LOGLINE_CLASS, LOGLINE_RANK, LOGLINE_WAIT,
	LOGLINE_KEYS
};

/* All slices are of the text that was read, and go with it; n is 0 for nothing. */
struct logline {
	enum logline_kind kind;
	enum logline_program program;
	int has_time;
	int64_t time_us;	/* since 1970, UTC; without a time of its own
				   the one that was given */
	int is_ahead;		/* of now, by more than a day: a clock is wrong */
	long pid;		/* 0: not known */
	struct slice host;
	struct slice message;	/* what the program wrote, whole */
	/* Of a value "-", which is none, n is 0. Values are as log_visible()
	   wrote them: see slice_plain(). */
	struct slice word[LOGLINE_KEYS];
	struct slice id;	/* "uuid:..." or "id:..." of one without MAC */
	struct slice answer;	/* of TOLD: OFFER, ACK, NAK or BOOTREPLY */
	struct slice rest;	/* the sentence behind the words */
	int is_paced;
};

/*
 * Reads the n bytes of a line, without its newline. now_us is the time of a line
 * that has none, and says which year is that of one without a year: it lies in
 * the future by no more than a day.
 */
void logline_read(const char *text, size_t n, int64_t now_us,
    struct logline *l);

const char *logline_program_name(enum logline_program program);

/* "told", "put-off" and so on. */
const char *logline_kind_name(enum logline_kind kind);

/* "mac", "generated" and so on, as it stands before the "=". */
const char *logline_key_name(enum logline_key key);

/* The number that a value begins with; "12.5MB/s" is 12.5. -1: none is there. */
double logline_number(const struct logline *l, enum logline_key key);

#endif
