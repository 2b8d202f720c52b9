/*
 * Who asks is known better than by the name where it is a neighbour, or has ip= in the
 * map. The name must not say another machine then: an installer that believes to be
 * another one is a mistake that somebody has to look at.
 */
#include <string.h>

#include "map/identify.h"
#include "map/once.h"
#include "view/doneasked.h"

#define FOLDER "done/"
#define FOLDER_N (sizeof(FOLDER) - 1)
#define MAC_N 20		/* "01-52-54-00-12-34-56" */
#define UUID_N 36

enum view_reason
doneasked_clean(const char *name, char path[VIEW_PATH_SIZE])
{
	enum view_reason reason = view_clean(name, path);

	if (reason != VIEW_NAMES_FOLDER || strcmp(path, "done") != 0)
		return reason;
	memcpy(path, FOLDER, sizeof(FOLDER));
	return VIEW_NO_REASON;
}

int
doneasked_is(const char *path)
{
	struct who who;
	size_t n;

	if (strncmp(path, FOLDER, FOLDER_N) != 0)
		return 0;
	path += FOLDER_N;
	if ((n = strlen(path)) == 0)
		return 1;
	memset(&who, 0, sizeof(who));
	return (n == MAC_N || n == UUID_N) && strchr(path, '/') == NULL &&
	    identify_name(path, &who);
}

static int
is_same_machine(const struct client *a, const struct client *b)
{
	if (client_is_own(a) != client_is_own(b))
		return 0;
	if (client_is_own(a))
		return a->own.bytes == b->own.bytes || (a->name != NULL &&
		    b->name != NULL && strcmp(a->name, b->name) == 0);
	return a->has_mac && b->has_mac &&
	    memcmp(a->mac, b->mac, sizeof(a->mac)) == 0;
}

/*
 * A UUID that the map knows counts for a MAC address that it does not know, as where
 * DHCP says both. One that it does not know says nothing.
 */
static enum view_reason
named_client(const struct map *m, const struct who *who,
    const struct client *c, struct client *doer)
{
	struct client named;
	int found;

	if ((found = client_find(m, who, &named)) == -1)
		return VIEW_REMAP_CORRUPT;
	if (who->has_uuid && (found == 0 || !client_is_own(&named)))
		return VIEW_NO_REASON;
	if (found == 1 && is_same_machine(c, &named))
		return VIEW_NO_REASON;
	if (!who->has_uuid || client_is_own(c))
		return VIEW_DONE_BY_ANOTHER;
	*doer = named;
	return VIEW_NO_REASON;
}

enum view_reason
doneasked_client(const struct map *m, const struct client *c,
    const char *path, struct client *doer)
{
	enum view_reason reason;
	struct who who;

	if (c == NULL)
		return VIEW_NOT_ONCE;
	*doer = *c;
	memset(&who, 0, sizeof(who));
	if (identify_name(path, &who) && (reason = named_client(m, &who, c,
	    doer)) != VIEW_NO_REASON)
		return reason;
	if (!once_matters(doer))
		return VIEW_NOT_ONCE;
	return doer->once_key_n == 0 ? VIEW_NO_IDENTITY : VIEW_NO_REASON;
}
