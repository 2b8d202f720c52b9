/*
 * Who is done, and whose answers a file is.
 */
#include <limits.h>
#include <string.h>

#include "file/way.h"
#include "map/answersname.h"
#include "map/once.h"
#include "view/withheld.h"

static enum view_reason
reason_of_once(const struct client *c, enum once_refusal why)
{
	return why == ONCE_IS_NOT_ARMED ? VIEW_NOT_ARMED :
	    c->once_state == DONE_NO_IDENTITY ? VIEW_NO_IDENTITY :
	    VIEW_IS_DONE;
}

static enum view_reason
withheld_path(const struct view_asked *q, const char *path)
{
	const enum once_refusal why = once_refuses(q->map, q->client, path);

	/* A corrupt record may have said so. */
	if (answers_is_file(q->map, path) != 0)
		return VIEW_ANSWERS_FILE;
	return why == ONCE_GIVES ? VIEW_NO_REASON :
	    reason_of_once(q->client, why);
}

/*
 * A link is one more name: by the path at its end the file may be somebody's answers,
 * or of an image that is booted once. Only who boots the image that the link is in may
 * have it by that name: this was laid out so.
 */
static enum view_reason
withheld_end(const struct view_asked *q, const char *path, int fd)
{
	char end[PATH_MAX];

	if (way_end(q->root_fd, fd, end) == -1)
		return VIEW_ANSWERS_FILE;	/* it is not known */
	if (answers_is_file(q->map, end) != 0)
		return VIEW_ANSWERS_FILE;
	return once_boots(q->client, path) ? VIEW_NO_REASON :
	    withheld_path(q, end);
}

enum view_reason
withheld_file(const struct view_asked *q, const char *path,
    const struct bootfile *b)
{
	enum view_reason reason = withheld_path(q, path);

	for (size_t i = 0; i < b->n && reason == VIEW_NO_REASON; i++)
		if (b->segment[i].fd != -1 && b->segment[i].is_linked)
			reason = withheld_end(q, path, b->segment[i].fd);
	return reason;
}

enum view_reason
withheld_answers(const struct client *c, const char *path)
{
	unsigned char mac[6];
	const char *rest;

	if (c == NULL || c->once == ONCE_NO || c->once_state == DONE_ARMED ||
	    !c->has_mac || !answers_folder(path, mac, &rest) ||
	    memcmp(mac, c->mac, sizeof(mac)) != 0)
		return VIEW_NO_REASON;
	return reason_of_once(c, ONCE_IS_DONE);
}
