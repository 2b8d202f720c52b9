/*
 * Who it is that the map knows by another thing than a card or a UUID: by an
 * address, or by the key of a record.
 */
#include <string.h>

#include "map/client.h"

void
client_by_key(const unsigned char *key, size_t n, struct who *who)
{
	unsigned char bytes[MAP_KEY_MAX];

	if (map_key_bytes(key, n, bytes) == -1)
		return;
	if (key[0] == MAP_KEY_MAC) {
		memcpy(who->mac, bytes, 6);
		who->has_mac = 1;
	} else if (key[0] == MAP_KEY_UUID) {
		memcpy(who->uuid, bytes, 16);
		who->has_uuid = 1;
	}
}

int
client_by_address(const struct map *m, struct in_addr a, struct who *who)
{
	struct record r;
	int found;

	if ((found = map_find_by(m, MAP_KEY_ADDRESS, &a, 4, &r)) == 1)
		client_by_key(r.key, r.key_n, who);
	return found;
}
