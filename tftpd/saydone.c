/*
 * Writing who is done, before anybody is told that it is written.
 */
#include <cdb.h>
#include <string.h>
#include <syslog.h>

#include "map/once.h"
#include "tftpd/saydone.h"
#include "tftpd/tally.h"
#include "view/doneasked.h"
#include "view/lastfile.h"

int
saydone(struct registry *r, struct asking *a)
{
	const struct client *asks = a->known ? &a->client : NULL;
	char address[ADDRESS_TEXT_SIZE];
	struct client doer;

	/* It was asked before; the map is the same. */
	if (doneasked_client(&r->map, asks, a->seen.path, &doer) !=
	    VIEW_NO_REASON)
		return 0;
	address_text(address, sizeof(address), &a->datagram.from, 0);
	switch (donetell(&r->done, &doer, "tftp", address)) {
	case DONETELL_NEW:
		counters_add(a->counters, TALLY_DONE, "tftp", 1);
		return 1;
	case DONETELL_WAS:
		return 1;
	case DONETELL_FAILED:
		if (asking_wants(a, LOG_ERR))
			donetell_failed(&r->done, &doer, address);
		asking_refuse(a, REFUSE_DONE, 0);
		return 0;
	}
	return 0;
}

/* Of a menu there is none: whatever ends it, ends it. */
static uint32_t
image_sum(const struct client *c)
{
	return c->once_image == NULL ? 0 : cdb_hash(c->once_image,
	    (unsigned)strlen(c->once_image));
}

struct saydone_sent
saydone_await(const struct asking *a)
{
	struct saydone_sent sent = {.is_awaited = 0};

	if (!a->known || a->upload != NULL ||
	    !lastfile_is(&a->client, &a->seen))
		return sent;
	sent.is_awaited = 1;
	sent.who = a->who;
	sent.image = image_sum(&a->client);
	return sent;
}

void
saydone_sent(struct registry *r, struct counters *counters,
    const struct saydone_sent *sent, const union address *client)
{
	char address[ADDRESS_TEXT_SIZE];
	struct client c;

	/* Meanwhile the map may have another image for it, or the word no more. */
	if (!sent->is_awaited || client_find(&r->map, &sent->who, &c) != 1 ||
	    !once_matters(&c) || image_sum(&c) != sent->image)
		return;
	address_text(address, sizeof(address), client, 0);
	switch (donetell(&r->done, &c, "sent", address)) {
	case DONETELL_NEW:
		counters_add(counters, TALLY_DONE, "sent", 1);
		break;
	case DONETELL_WAS:
		break;
	case DONETELL_FAILED:
		donetell_failed(&r->done, &c, address);
		break;
	}
}
