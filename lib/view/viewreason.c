/*
 * The reasons, what each comes to, and its word.
 */
#include <string.h>

#include "view/viewreason.h"

static const struct {
	enum view_verdict verdict;
	const char *word;
} reasons[VIEW_REASONS] = {
	[VIEW_NO_REASON] = {VIEW_OPEN, ""},
	[VIEW_OUTSIDE] = {VIEW_DENIED, "outside-the-boot-root"},
	[VIEW_NAME_TOO_LONG] = {VIEW_DENIED, "name-too-long"},
	[VIEW_NAMES_FOLDER] = {VIEW_DENIED, "not-a-file"},
	[VIEW_DOT_NAME] = {VIEW_DENIED, "dot-name"},
	[VIEW_REMAP_REFUSES] = {VIEW_DENIED, "remap-refuses"},
	[VIEW_REMAP_ENDLESS] = {VIEW_DENIED, "remap-without-end"},
	[VIEW_REMAP_CORRUPT] = {VIEW_DENIED, "corrupt-map"},
	[VIEW_NOT_FOUND] = {VIEW_ABSENT, "not-found"},
	[VIEW_ELSEWHERE] = {VIEW_ABSENT, "on-another-server"},
	[VIEW_LINK_OUTSIDE] = {VIEW_DENIED, "link-not-in-the-boot-root"},
	[VIEW_TOO_MANY_LINKS] = {VIEW_DENIED, "too-many-links"},
	[VIEW_NOT_REGULAR] = {VIEW_DENIED, "not-a-regular-file"},
	[VIEW_CLOSED_FOR_US] = {VIEW_UNREADABLE, "not-readable-for-us"},
	[VIEW_CLOSED_FOR_ALL] = {VIEW_UNREADABLE, "not-readable-for-all"},
	[VIEW_NO_ROOT] = {VIEW_FAILED, "no-boot-root"},
	[VIEW_SYSTEM] = {VIEW_FAILED, NULL},
	[VIEW_CONFIG] = {VIEW_FAILED, NULL},
	[VIEW_INITRD_NOT_FOUND] = {VIEW_FAILED, "not-found"},
	[VIEW_PRESEED_NOT_FOUND] = {VIEW_FAILED, "preseed-not-found"},
	[VIEW_PRESEED_TOO_LONG] = {VIEW_FAILED, "preseed-too-long"},
	[VIEW_PRESEED_CHANGED] = {VIEW_FAILED, "preseed-changed"},
	[VIEW_PRESEED_VARIABLE] = {VIEW_FAILED, "preseed-unknown-variable"},
	[VIEW_PRESEED_CONTROL] = {VIEW_FAILED, "preseed-control-character"},
	[VIEW_PRESEED_NAME] = {VIEW_FAILED, "preseed-without-name"},
	[VIEW_PRESEED_IP] = {VIEW_FAILED, "preseed-without-ip"},
	[VIEW_PRESEED_MAC] = {VIEW_FAILED, "preseed-without-mac"},
	[VIEW_PRESEED_UUID] = {VIEW_FAILED, "preseed-without-uuid"},
	[VIEW_PRESEED_HTTP] = {VIEW_FAILED, "preseed-without-http"},
	[VIEW_PRESEED_IMAGE] = {VIEW_FAILED, "preseed-without-image"},
	[VIEW_ANSWERS_OF_ANOTHER] = {VIEW_KEPT, "answers-of-another"},
	[VIEW_ANSWERS_FILE] = {VIEW_KEPT, "answers-file"},
	[VIEW_IS_DONE] = {VIEW_KEPT, "done"},
	[VIEW_NOT_ARMED] = {VIEW_KEPT, "not-armed"},
	[VIEW_NOT_ONCE] = {VIEW_KEPT, "not-once"},
	[VIEW_DONE_BY_ANOTHER] = {VIEW_KEPT, "done-by-another"},
	[VIEW_NO_IDENTITY] = {VIEW_KEPT, "no-identity"}
};

enum view_verdict
view_refuse(struct view_why *why, enum view_reason reason)
{
	*why = (struct view_why){.reason = reason};
	return reasons[reason].verdict;
}

enum view_verdict
view_refuse_system(struct view_why *why, int error)
{
	*why = (struct view_why){.reason = VIEW_SYSTEM, .error = error};
	return VIEW_FAILED;
}

const char *
view_why_text(const struct view_why *why)
{
	return why->reason == VIEW_SYSTEM ? strerror(why->error) :
	    why->reason == VIEW_CONFIG ? why->text :
	    reasons[why->reason].word;
}
