/*
 * The map of now, and the client of a request in it.
 */
#include <syslog.h>

#include "daemon/log.h"
#include "tftpd/identify.h"
#include "tftpd/lookup.h"

enum refusal
lookup(struct server *s, struct asking *a, const char *path)
{
	enum mapfollow map = mapfollow(&s->map, s->set.map_path, s->map_trouble);
	char address[ADDRESS_TEXT_SIZE];
	int disagree;

	identify(&s->map, s->neighbour_fd, &a->datagram, path, &a->who,
	    &disagree);
	address_text(address, sizeof(address), &a->datagram.from, 0);
	if (disagree && asking_wants(a, LOG_NOTICE))
		log_line(LOG_NOTICE, "client=%s: its MAC and the ip= of the "
		    "map name two clients; the MAC counts", address);
	a->known = 0;
	if (s->map.fd == -1)
		return map == MAPFOLLOW_BAD ? REFUSE_BAD_MAP :
		    REFUSE_NOTHING;
	switch (client_find(&s->map, &a->who, &a->client)) {
	case 1:
		a->known = 1;
		break;
	case -1:
		if (asking_wants(a, LOG_ERR))
			log_line(LOG_ERR, "cannot read map %s: the record of "
			    "%s is corrupt", s->set.map_path, address);
		return REFUSE_CORRUPT_MAP;
	}
	return REFUSE_NOTHING;
}
