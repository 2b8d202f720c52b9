/*
 * What a message that is taken apart says: its options, and what follows of
 * them. Pure.
 */
#include <string.h>

#include "dhcp-helper/message.h"

const unsigned char *
message_option(const struct message *m, unsigned code, size_t *n)
{
	if (code > 255 || !m->option[code].present)
		return NULL;
	*n = m->option[code].n;
	return m->store + m->option[code].at;
}

void
message_ignore(struct message *m, unsigned code)
{
	if (code > 255)
		return;
	m->option[code].present = 0;
	if (m->ignored_n < MESSAGE_IGNORED_MAX)
		m->ignored[m->ignored_n++] = (unsigned char)code;
}

int
message_requests(const struct message *m, unsigned code)
{
	const unsigned char *p;
	size_t n;

	p = message_option(m, OPTION_PARAMETER_REQUEST_LIST, &n);
	return p != NULL && n > 0 && memchr(p, (int)code, n) != NULL;
}

/* Some buggy clients write the address that they had once into a DISCOVER; and
 * who asks for one in 50 has none yet. */
struct in_addr
message_address(const struct message *m)
{
	static const struct in_addr none;

	return m->type == MESSAGE_DISCOVER || m->has_requested_address ? none :
	    m->ciaddr;
}
