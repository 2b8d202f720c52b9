/*
 * Serving one request: parse, look up, open; then a process of its own, a
 * multicast group, or an ERROR without one.
 */
#include <stdlib.h>
#include <syslog.h>

#include "daemon/log.h"
#include "net/answerable.h"
#include "tftpd/ending.h"
#include "tftpd/join.h"
#include "tftpd/open.h"
#include "tftpd/serve.h"
#include "tftpd/start.h"
#include "tftpd/tally.h"
#include "tftpd/watch.h"
#include "view/doneasked.h"

/*
 * Whether it is a request, and a readable one; otherwise it is answered.
 * upload_folder is where may be written, "" nowhere.
 */
static int
parse(struct asking *a, const char *upload_folder)
{
	char client[ADDRESS_TEXT_SIZE];
	enum view_reason reason;
	enum refusal refusal;

	refusal = request_parse(a->datagram.bytes, a->datagram.n, &a->request);
	if (refusal == REFUSE_SILENTLY) {
		if (asking_wants(a, LOG_DEBUG))
			log_line(LOG_DEBUG, "silent client=%s bytes=%zu "
			    "reason=%s", address_text(client, sizeof(client),
			    &a->datagram.from, 1), a->datagram.n,
			    refusal_words(refusal, 0).word);
		return 0;
	}
	if (refusal == REFUSE_NOTHING && a->request.opcode == REQUEST_WRQ &&
	    upload_folder[0] == '\0')
		refusal = REFUSE_WRITING;
	if (refusal != REFUSE_NOTHING) {
		asking_refuse(a, refusal, 0);
		return 0;
	}
	reason = a->request.opcode == REQUEST_WRQ ?
	    view_upload(upload_folder, a->request.name, a->seen.path) :
	    doneasked_clean(a->request.name, a->seen.path);
	if (reason == VIEW_NO_REASON)
		return 1;
	a->seen.path[0] = '\0';
	a->seen.verdict = view_refuse(&a->seen.why, reason);
	asking_refuse_seen(a);
	return 0;
}

/* It will ask again, and by then one may have ended. */
static void
put_off(const struct transfers *t, const struct asking *a)
{
	char what[TRANSFERS_TEXT_SIZE];

	if (asking_wants(a, LOG_NOTICE)) {
		asking_describe(a, what, sizeof(what));
		log_line(LOG_NOTICE, "put off %s: too many transfers%s", what,
		    t->n < t->max ? " of this client" : "");
	}
	counters_add(a->counters, TALLY_PUT_OFF, NULL, 1);
}

void
serve(struct server *s, int fd, const struct datagram *d)
{
	struct asking *a = &s->asking;
	struct running *slot;
	enum refusal refusal;
	uint64_t serial;

	if (!answerable(&d->from))
		return;
	asking_begin(a, fd, d);
	if (!parse(a, s->set.upload_folder) ||
	    ending_repeated(&s->transfers, d))
		return;
	/* What is uploaded does not lie where the map says. */
	refusal = asking_look_up(a, &s->registry, a->seen.path);
	if (a->known && a->client.once_state == DONE_UNKNOWN &&
	    s->registry.done.done.fd == -1)
		startup_done_again(&s->listener, s->registry.done.done.path);
	if (refusal != REFUSE_NOTHING && a->request.opcode == REQUEST_RRQ) {
		asking_refuse(a, refusal, 0);
		return;
	}
	if (a->request.opcode == REQUEST_WRQ ? !open_upload(s, a) :
	    !open_read(s, a)) {
		if (!seen_name_is_refused(&a->seen))
			watch_asked(s->transfers.stalls, a, 0);
		seen_close(&a->seen);
		return;
	}
	serial = watch_asked(s->transfers.stalls, a, 1);
	slot = ending_slot(&s->transfers, &d->from);
	if (slot != NULL && !join_group(s, a, slot))
		start_transfer(s, a, slot, serial);
	else if (slot == NULL)
		put_off(&s->transfers, a);
	seen_close(&a->seen);
	upload_close(a->upload);
}
