/*
 * Identifying, describing and refusing a request.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "daemon/log.h"
#include "daemon/lograte.h"
#include "done/done.h"
#include "map/lookup.h"
#include "tftpd/asking.h"
#include "tftpd/packet.h"
#include "tftpd/tally.h"
#include "tftpd/transfers.h"
#include "view/seenline.h"

void
asking_begin(struct asking *a, int fd, const struct datagram *d)
{
	a->fd = fd;
	a->known = 0;
	a->datagram = *d;
	memset(&a->request, 0, sizeof(a->request));
	memset(&a->who, 0, sizeof(a->who));
	a->upload = NULL;
	seen_begin(&a->seen);
}

void
asking_describe(const struct asking *a, char *buf, size_t size)
{
	char client[ADDRESS_TEXT_SIZE];
	const struct seen *s = &a->seen;
	struct seenline l = {
		.file = s->found[0] != '\0' ? s->found : s->path,
		.generated = seen_generated(s),
		.asked = s->is_other ? a->request.name : NULL, .odd = s->odd,
		.client = address_text(client, sizeof(client),
		    &a->datagram.from, 0),
		.mac = a->who.has_mac ? a->who.mac : NULL,
		.name = a->known ? a->client.name : NULL,
	};

	if (l.file[0] == '\0' && a->request.name != NULL)
		l.file = a->request.name;
	seenline_text(&l, buf, size);
}

int
asking_is_own(const struct asking *a)
{
	return a->known && client_is_own(&a->client);
}

int
asking_wants(const struct asking *a, int priority)
{
	const struct lograte_source source =
	    lograte_address(&a->datagram.from);

	return lograte_wants(a->lograte, priority, a->client.own.key,
	    asking_is_own(a) ? a->client.own.key_n : 0, &source);
}

enum refusal
asking_look_up(struct asking *a, struct registry *r, const char *path)
{
	const int is_bad = mapfollow(&r->map, r->map_path, r->map_trouble,
	    MAPFOLLOW_SENDS_NOTHING) == MAPFOLLOW_BAD;
	char address[ADDRESS_TEXT_SIZE];
	const struct who by_place = meeting_who(&r->meeting, a->fd,
	    &a->datagram);
	enum lookup found;
	int disagree;

	a->known = 0;
	found = lookup(&r->map, is_bad, &by_place, path, &a->who, &disagree,
	    &a->client);
	address_text(address, sizeof(address), &a->datagram.from, 0);
	if (disagree && asking_wants(a, LOG_NOTICE))
		log_line(LOG_NOTICE, "client=%s: its MAC and the ip= of the "
		    "map name two clients; the MAC counts", address);
	if ((a->known = found == LOOKUP_FOUND))
		done_settle(&r->done.done, &a->client);
	if (found == LOOKUP_CORRUPT && asking_wants(a, LOG_ERR))
		log_line(LOG_ERR, "cannot read map %s: the record of %s is "
		    "corrupt", r->map_path, address);
	return found == LOOKUP_BAD_MAP ? REFUSE_BAD_MAP :
	    found == LOOKUP_CORRUPT ? REFUSE_CORRUPT_MAP : REFUSE_NOTHING;
}

static void
refuse(const struct asking *a, const struct refused *r)
{
	unsigned char packet[PACKET_SMALL_SIZE];
	char what[TRANSFERS_TEXT_SIZE];
	size_t n = packet_error(packet, (enum packet_error)r->code, r->text);

	int error = datagram_send(a->fd, packet, n, &a->datagram.from,
	    &a->datagram.local, a->datagram.ifindex) == -1 ? errno : 0;

	if (asking_wants(a, LOG_INFO)) {
		asking_describe(a, what, sizeof(what));
		if (error != 0)
			log_line(LOG_NOTICE, "cannot answer %s: %s", what,
			    strerror(error));
		log_line(LOG_INFO, "refused %s reason=%s%s%s", what, r->word,
		    r->details[0] == '\0' ? "" : " ", r->details);
	}
	counters_add(a->counters, TALLY_REFUSED, r->word, 1);
}

void
asking_refuse(const struct asking *a, enum refusal refusal, int error)
{
	const struct refused r = refusal_words(refusal, error);

	refuse(a, &r);
}

void
asking_refuse_seen(const struct asking *a)
{
	const struct refused r = refusal_of_view(&a->seen);

	refuse(a, &r);
}
