/*
 * Why a client does not see what it asks for. Pure.
 */
#ifndef VIEWREASON_H
#define VIEWREASON_H

/* What it is told: each protocol has its own numbers for these. */
enum view_verdict {
	VIEW_OPEN,
	VIEW_ABSENT,
	VIEW_DENIED,
	VIEW_UNREADABLE,	/* the same, for want of permission */
	VIEW_KEPT,		/* the same, from this client, or for now */
	VIEW_FAILED		/* ours to mend */
};

enum view_reason {
	VIEW_NO_REASON,
	/* The name is refused. */
	VIEW_OUTSIDE, VIEW_NAME_TOO_LONG, VIEW_NAMES_FOLDER, VIEW_DOT_NAME,
	VIEW_REMAP_REFUSES, VIEW_REMAP_ENDLESS, VIEW_REMAP_CORRUPT,
	/* There is no such file, or it cannot be opened. */
	VIEW_NOT_FOUND, VIEW_ELSEWHERE, VIEW_LINK_OUTSIDE,
	VIEW_TOO_MANY_LINKS, VIEW_NOT_REGULAR, VIEW_CLOSED_FOR_US,
	VIEW_CLOSED_FOR_ALL, VIEW_NO_ROOT, VIEW_SYSTEM,
	/* What is made for the client cannot be. */
	VIEW_CONFIG, VIEW_INITRD_NOT_FOUND, VIEW_PRESEED_NOT_FOUND,
	VIEW_PRESEED_TOO_LONG, VIEW_PRESEED_CHANGED, VIEW_PRESEED_VARIABLE,
	VIEW_PRESEED_CONTROL, VIEW_PRESEED_NAME, VIEW_PRESEED_IP,
	VIEW_PRESEED_MAC, VIEW_PRESEED_UUID, VIEW_PRESEED_HTTP,
	VIEW_PRESEED_IMAGE,
	/* Answers, which are for one client alone. */
	VIEW_ANSWERS_OF_ANOTHER, VIEW_ANSWERS_FILE,
	/* It boots something else by now, or always. */
	VIEW_IS_DONE, VIEW_NOT_ARMED,
	/* It cannot say that it is done. */
	VIEW_NOT_ONCE, VIEW_DONE_BY_ANOTHER, VIEW_NO_IDENTITY,
	VIEW_REASONS
};

struct view_why {
	enum view_reason reason;
	int error;		/* errno, of VIEW_SYSTEM */
	const char *text;	/* words of VIEW_CONFIG; a constant */
};

/* Fills *why; the verdict that such a reason comes to. */
enum view_verdict view_refuse(struct view_why *why, enum view_reason reason);
enum view_verdict view_refuse_system(struct view_why *why, int error);

/* The word that the log and explain have for it, "not-found". */
const char *view_why_text(const struct view_why *why);

#endif
