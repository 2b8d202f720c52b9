/*
 * Writing who is done, before anybody is told that it is written.
 */
#include <syslog.h>

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

struct saydone_sent
saydone_await(const struct asking *a)
{
	struct saydone_sent sent = {.is_awaited = 0};

	if (!a->known || a->upload != NULL ||
	    !lastfile_is(&a->client, &a->seen))
		return sent;
	sent.is_awaited = 1;
	sent.who = a->who;
	sent.image = lastfile_image(&a->client);
	return sent;
}

void
saydone_sent(struct registry *r, struct counters *counters,
    const struct saydone_sent *sent, const union address *client)
{
	char address[ADDRESS_TEXT_SIZE];
	struct client c;

	if (!sent->is_awaited || client_find(&r->map, &sent->who, &c) != 1 ||
	    !lastfile_ends(&c, sent->image))
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
