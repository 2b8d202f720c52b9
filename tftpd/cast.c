/*
 * Sending to a group and to its members.
 */
#include <errno.h>
#include <stdio.h>

#include "daemon/now.h"
#include "daemon/reporting.h"
#include "tftpd/cast.h"
#include "tftpd/packet.h"

static void
transmit(struct cast *c, const union address *to, const void *bytes, size_t n)
{
	/* So is what may not be sent yet: who is there says something. */
	if (credit_take(&c->credit, 1) == 0)
		return;
	/* Trouble that passes is as good as a lost packet. */
	c->error = sendto(c->fd, bytes, n, 0, &to->sa,
	    address_length(to)) == -1 ? errno : 0;
}

void
cast_tell(struct cast *c, const struct member *m)
{
	unsigned char oack[PACKET_SMALL_SIZE];
	char group[ADDRESS_TEXT_SIZE];
	size_t n = packet_oack(oack, &m->told.agreed);

	address_text(group, sizeof(group), &c->m->group, 0);
	n += (size_t)snprintf((char *)oack + n, sizeof(oack) - n, "%s",
	    option_names[OPTION_MULTICAST]) + 1;
	n += (size_t)snprintf((char *)oack + n, sizeof(oack) - n, "%s,%u,%d",
	    group, address_port(&c->m->group), m == c->members.first) + 1;
	transmit(c, &m->told.client, oack, n);
}

void
cast_dismiss(struct cast *c, struct member *m, struct report *r)
{
	r->slot = m->told.slot;
	r->elapsed_us = now_us() - m->begun_us;
	r->resent = m->resent;
	r->blksize = c->m->blksize;
	r->windowsize = 1;
	r->bytes = m->acked * c->m->blksize;
	if (r->bytes > c->m->file.size)
		r->bytes = c->m->file.size;
	if (reporting_send(c->m->report_fd, r, sizeof(*r)) == -1)
		report_log(m->told.text, r);
	members_remove(&c->members, m);
}

void
cast_dismiss_all(struct cast *c, enum outcome outcome, int error,
    const char *text)
{
	unsigned char packet[PACKET_SMALL_SIZE];
	size_t n = packet_error(packet, ERROR_UNDEFINED, text);

	while (c->members.first != NULL) {
		struct report r = {.outcome = outcome, .error = error};

		transmit(c, &c->members.first->told.client, packet, n);
		cast_dismiss(c, c->members.first, &r);
	}
	c->over = 1;
}

/*
 * The block to the group. All that goes out is of one version: whatever is
 * read is looked at once more, since anybody may lack no more than this.
 */
static void
transmit_block(struct cast *c)
{
	ssize_t n;

	n = bootfile_read(&c->m->file, c->packet + PACKET_HEADER_SIZE,
	    c->m->blksize, (c->block - 1) * c->m->blksize);
	if (n == -1 && errno != ESTALE) {
		cast_dismiss_all(c, SEND_FAILED, errno,
		    "the file cannot be read");
		return;
	}
	if (n == -1 || bootfile_changed(&c->m->file)) {
		cast_dismiss_all(c, SEND_CHANGED, 0, "the file has changed");
		return;
	}
	packet_data_header(c->packet, (unsigned)c->block);
	transmit(c, &c->m->group, c->packet, PACKET_HEADER_SIZE + (size_t)n);
}

void
cast_ask(struct cast *c)
{
	c->awaited.sent_us = now_us();
	if (c->block == 0)
		cast_tell(c, c->members.first);
	else
		transmit_block(c);
}

void
cast_ask_for(struct cast *c, uint64_t block)
{
	if (block == 0)
		turn_begin(&c->turn, now_us());
	c->block = block;
	c->awaited.tries = 0;
	c->awaited.try_us = c->asked_us = now_us();
	cast_ask(c);
}

void
cast_go_on(struct cast *c, int was_master)
{
	if (was_master && c->members.first != NULL)
		cast_ask_for(c, 0);
}
