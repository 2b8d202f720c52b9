/*
 * The refusals, and their words.
 */
#include <string.h>

#include "tftpd/packet.h"
#include "tftpd/refusal.h"

#define ILLEGAL "Illegal TFTP operation"
#define PROBLEM "The server has a problem"
#define ACCESS "Access violation"

static const struct {
	enum packet_error code;
	const char *text, *word;
} refusals[REFUSALS] = {
	[REFUSE_NOTHING] = {ERROR_UNDEFINED, PROBLEM, ""},
	[REFUSE_SILENTLY] = {ERROR_ILLEGAL, ILLEGAL, "not-a-request"},
	[REFUSE_NAME_ENDLESS] = {ERROR_ILLEGAL, ILLEGAL, "name-without-end"},
	[REFUSE_NAME_EMPTY] = {ERROR_ILLEGAL, ILLEGAL, "name-empty"},
	[REFUSE_MODE_ENDLESS] = {ERROR_ILLEGAL, ILLEGAL, "mode-without-end"},
	[REFUSE_MODE_UNKNOWN] = {ERROR_ILLEGAL, ILLEGAL, "mode-unknown"},
	[REFUSE_BAD_MAP] = {ERROR_UNDEFINED, PROBLEM, "bad-map"},
	[REFUSE_CORRUPT_MAP] = {ERROR_UNDEFINED, PROBLEM, "corrupt-map"},
	[REFUSE_WRITING] = {ERROR_ACCESS, "Nothing can be written here",
	    "write-request"},
	[REFUSE_TOO_LARGE] = {ERROR_FULL, "The file is too large",
	    "too-large"},
	[REFUSE_NO_FOLDER] = {ERROR_NOT_FOUND, "Folder not found",
	    "no-such-folder"},
	[REFUSE_NEW_FOLDER] = {ERROR_ACCESS, ACCESS, "folder-is-new"},
	[REFUSE_LINK] = {ERROR_ACCESS, ACCESS, "link-on-the-way"},
	[REFUSE_NOT_WRITABLE] = {ERROR_ACCESS, ACCESS, "not-writable-for-us"},
	[REFUSE_LONG_NAME] = {ERROR_ACCESS, ACCESS, "name-too-long"},
	[REFUSE_DISK_FULL] = {ERROR_FULL, "Disk full", "disk-full"},
	[REFUSE_EXISTS] = {ERROR_EXISTS, "File already exists", "file-exists"},
	[REFUSE_NOT_REGULAR] = {ERROR_ACCESS, ACCESS, "not-a-regular-file"},
	[REFUSE_DONE] = {ERROR_UNDEFINED, PROBLEM, "done-not-written"},
	[REFUSE_NO_PROCESS] = {ERROR_UNDEFINED, "The server is busy",
	    "no-process"},
	[REFUSE_SYSTEM] = {ERROR_UNDEFINED, PROBLEM, NULL}
};

struct refused
refusal_words(enum refusal refusal, int error)
{
	return (struct refused){.code = refusals[refusal].code,
	    .text = refusals[refusal].text,
	    .word = refusal == REFUSE_SYSTEM ? strerror(error) :
	    refusals[refusal].word, .details = ""};
}

struct refused
refusal_of_view(const struct seen *seen)
{
	struct refused r = {.code = ERROR_UNDEFINED, .text = PROBLEM,
	    .word = view_why_text(&seen->why), .details = ""};

	switch (seen->verdict) {
	case VIEW_ABSENT:
		r.code = ERROR_NOT_FOUND;
		r.text = "File not found";
		break;
	case VIEW_DENIED:
	case VIEW_KEPT:
	case VIEW_UNREADABLE:
		r.code = ERROR_ACCESS;
		r.text = ACCESS;
		if (seen->verdict == VIEW_UNREADABLE)
			r.details = seen->missing;
		break;
	default:
		break;
	}
	return r;
}
