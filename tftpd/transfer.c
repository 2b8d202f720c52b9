/*
 * The end of a transfer, and what is seen of it before.
 */
#include <bsd/unistd.h>

#include "daemon/now.h"
#include "tftpd/transfer.h"

#define TITLE_US 1000000

int
transfer_end(struct transfer *t, enum outcome outcome, int error)
{
	t->report->outcome = outcome;
	t->report->error = error;
	return -1;
}

void
transfer_tell_ps(struct transfer *t)
{
	uint64_t size = t->s->file->size, now = now_us();

	if (now < t->title_us)
		return;
	t->title_us = now + TITLE_US;
	setproctitle("%s %d%% %d MB/s", t->s->title,
	    size == 0 ? 100 : (int)(t->report->bytes * 100 / size),
	    (int)(t->report->bytes / (now - t->begun_us)));
}
