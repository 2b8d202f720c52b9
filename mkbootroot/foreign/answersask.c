/*
 * Asking what one client is told, as each kind of firmware.
 */
#include <string.h>

#include "mkbootroot/foreign/answers.h"

void
answers_ask(const struct foreign *f, const struct foreign_host *host,
    const struct foreign_net *net, struct answers *all)
{
	memset(all, 0, sizeof(*all));
	for (size_t i = 0; i < KINDS; i++) {
		const struct asker who = { .arch = kinds[i].arch,
		    .is_ipxe = kinds[i].as == AS_IPXE,
		    .is_http = kinds[i].as == AS_HTTP, .host = host,
		    .net = net };

		f->ask(f, &who, &all->told[i]);
		if (all->told[i].file != NULL && all->told[i].file[0] == '\0')
			all->told[i].file = NULL;
	}
	if (host != NULL && host->ip != NULL) {
		const struct asker system = { .is_system = 1, .host = host,
		    .net = net };

		all->lent_to = host;
		f->ask(f, &system, &all->system);
	}
}

unsigned
answers_disk(const struct answers *all)
{
	unsigned from = 0;

	for (size_t i = 0; i < KINDS; i++) {
		if (all->told[i].file != NULL)
			return 0;
		if (from == 0)
			from = all->told[i].disk_from;
	}
	return from;
}

int
answers_silent(const struct answers *all, unsigned *from)
{
	for (size_t i = 0; i < KINDS; i++)
		if (!all->told[i].is_silent)
			return 0;
	*from = all->told[0].silent_from;
	return 1;
}
