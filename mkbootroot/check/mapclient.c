/*
 * The client of an entry.
 */
#include <string.h>

#include "map/merge.h"
#include "map/once.h"
#include "mkbootroot/check/mapcheck.h"

/*
 * The client of an entry, as client_find() would merge it, but out of records
 * that are at hand: a million lookups would take longer than all the rest.
 * Its net is that of its ip=. Without one it is left out, but for http=: that of a
 * net is taken to be for all who have none of their own.
 */
void
check_client(const struct check *c, const struct map *m,
    const struct mapentry *e, const struct image_use *u,
    struct client *client)
{
	const struct mapentry *group = entry_group(c->text, e);
	const struct mapentry *net = check_net_of(c, e);

	memset(client, 0, sizeof(*client));
	client->map = m;
	entry_record(c->text, e, &client->own);
	if (c->default_entry != NULL)
		entry_record(c->text, c->default_entry,
		    &client->default_record);
	if (group != NULL)
		entry_record(c->text, group, &client->group_record);
	if (net != NULL)
		entry_record(c->text, net, &client->net_record);
	merge_action(client);
	if (u != NULL)
		client->image_record = u->record;
	if (client->menu)
		client->menu_record = c->menu;
	client->loaders_record = c->loaders;
	if (net == NULL && c->net_http != NULL &&
	    *entry_key(c->text, e) != MAP_KEY_NET)
		entry_record(c->text, c->net_http, &client->net_record);
	merge_words(client);
	client_settle(client, DONE_ARMED);
}
