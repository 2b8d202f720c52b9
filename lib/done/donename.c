/*
 * Names of the files of clients that are done.
 */
#include <stdio.h>
#include <string.h>

#include "done/donename.h"
#include "map/identify.h"
#include "map/mapkey.h"
#include "map/uuid.h"

int
done_name(const unsigned char *key, size_t n, char name[DONENAME_SIZE])
{
	unsigned char b[MAP_KEY_MAX];
	char text[48];

	if (n == 0 || !map_key_is(key[0], KEY_MACHINE) ||
	    map_key_bytes(key, n, b) == -1)
		return -1;
	if (key[0] == MAP_KEY_MAC)
		snprintf(name, DONENAME_SIZE, "01-%02x-%02x-%02x-%02x-%02x-%02x",
		    b[0], b[1], b[2], b[3], b[4], b[5]);
	else
		snprintf(name, DONENAME_SIZE, "%s",
		    strchr(uuid_text(b, text, sizeof(text)), ':') + 1);
	return 0;
}

int
done_name_is(const char *name)
{
	unsigned char key[MAP_KEY_MAX];
	char same[DONENAME_SIZE];
	struct who who = { .has_mac = 0 };
	size_t n;

	if (!identify_name(name, &who))
		return 0;
	n = who.has_mac ? map_key(key, MAP_KEY_MAC, who.mac, 6) :
	    map_key(key, MAP_KEY_UUID, who.uuid, 16);
	return done_name(key, n, same) == 0 && strcmp(same, name) == 0;
}
