/*
 * The map of now, and the client of a request in it.
 */
#include <string.h>
#include <syslog.h>

#include "daemon/log.h"
#include "map/identify.h"
#include "net/neighbour.h"
#include "tftpd/lookup.h"

/* What is known of a client by where it is. */
static struct who
met(const struct server *s, const struct datagram *d)
{
	struct who who;

	memset(&who, 0, sizeof(who));
	who.has_mac = neighbour_mac(s->neighbour_fd, &d->from, d->ifindex,
	    who.mac) == 1;
	if (d->from.sa.sa_family == AF_INET) {
		who.address = d->from.in.sin_addr;
		who.has_address = 1;
	}
	return who;
}

enum refusal
lookup(struct server *s, struct asking *a, const char *path)
{
	enum mapfollow map = mapfollow(&s->map, s->set.map_path, s->map_trouble);
	char address[ADDRESS_TEXT_SIZE];
	const struct who by_place = met(s, &a->datagram);
	int disagree;

	identify(&s->map, &by_place, path, &a->who, &disagree);
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
