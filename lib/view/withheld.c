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

/*
 * A link is one more name: the file may be somebody's answers by the path at its end. A
 * corrupt record may have said so, or an end that is not known.
 */
static int
is_answers_file(const struct view_asked *q, const char *path,
    const struct bootfile *b)
{
	char end[PATH_MAX];

	if (answers_is_file(q->map, path) != 0)
		return 1;
	for (size_t i = 0; i < b->n; i++)
		if (b->segment[i].fd != -1 && b->segment[i].is_linked &&
		    (way_end(q->root_fd, b->segment[i].fd, end) == -1 ||
		    answers_is_file(q->map, end) != 0))
			return 1;
	return 0;
}

enum view_reason
withheld_file(const struct view_asked *q, const char *path,
    const struct bootfile *b)
{
	const enum once_refusal why = once_refuses(q->map, q->client, path);

	if (is_answers_file(q, path, b))
		return VIEW_ANSWERS_FILE;
	return why == ONCE_GIVES ? VIEW_NO_REASON :
	    reason_of_once(q->client, why);
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
