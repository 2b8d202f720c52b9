/*
 * One answer for all servers: where one sends a file the others do as well.
 */
#include <string.h>

#include "map/identify.h"
#include "map/lookup.h"

struct who
lookup_met(const union address *a, const unsigned char mac[6])
{
	struct who met;

	memset(&met, 0, sizeof(met));
	if (mac != NULL) {
		memcpy(met.mac, mac, sizeof(met.mac));
		met.has_mac = 1;
	}
	if (a->sa.sa_family == AF_INET) {
		met.address = a->in.sin_addr;
		met.has_address = 1;
	}
	return met;
}

enum lookup
lookup(const struct map *m, int is_bad, const struct who *met,
    const char *path, struct who *who, int *disagree, struct client *c)
{
	identify(m, met, path, who, disagree);
	if (m->fd == -1)
		return is_bad ? LOOKUP_BAD_MAP : LOOKUP_NOBODY;
	switch (client_find(m, who, c)) {
	case 1:
		return LOOKUP_FOUND;
	case -1:
		return LOOKUP_CORRUPT;
	default:
		return LOOKUP_NOBODY;
	}
}
