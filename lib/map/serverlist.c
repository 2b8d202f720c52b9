/*
 * One server is named by whoever answers. Of several each one names itself, so none
 * of them is the client's server= as long as nobody has found itself among them.
 */
#include <arpa/inet.h>
#include <string.h>

#include "map/level.h"
#include "map/rank.h"
#include "map/serverlist.h"
#include "map/uuid.h"

static void
take_servers(struct client *c, unsigned levels)
{
	const struct record *r[CLIENT_LEVELS];
	enum client_level level;
	struct field f;
	size_t pos = 0;

	if (!level_first(c, levels, FIELD_SERVER, &level, &f))
		return;
	level_records(c, r);
	while (record_next(r[level], &pos, &f) == 1)
		if (f.tag == FIELD_SERVER && c->servers_n < CLIENT_SERVER_MAX) {
			memcpy(&c->servers[c->servers_n++], f.text, 4);
			level_tell(c, level, CLIENT_TAKES, &f);
		}
	if (c->servers_n > 1)
		return;
	c->server = c->servers[0];
	c->has_server = 1;
	c->servers_n = 0;
}

static void
take_rank_delay(struct client *c, unsigned levels)
{
	uint32_t delay_ms;
	struct field f;

	c->rank_delay_ms = RANK_DELAY_MS;
	if (c->servers_n == 0 || !level_take(c, levels, FIELD_RANK_DELAY, &f))
		return;
	memcpy(&delay_ms, f.text, sizeof(delay_ms));
	c->rank_delay_ms = ntohl(delay_ms);
}

void
serverlist_take(struct client *c, unsigned levels)
{
	take_servers(c, levels);
	take_rank_delay(c, levels);
}

/*
 * Its servers in its order. A UUID may come with its first fields swapped: the
 * lower of the two is meant by both.
 */
void
serverlist_order(struct client *c, const struct who *who)
{
	unsigned char swapped[16];

	uuid_swap(who->uuid, swapped);
	if (c->has_mac)
		rank_order(c->mac, sizeof(c->mac), c->servers, c->servers_n);
	else if (who->has_uuid)
		rank_order(memcmp(who->uuid, swapped, 16) < 0 ? who->uuid :
		    swapped, 16, c->servers, c->servers_n);
	else
		rank_order(NULL, 0, c->servers, c->servers_n);
}
