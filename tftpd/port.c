/*
 * Binding to a port of a range.
 */
#include <bsd/stdlib.h>
#include <bsd/string.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tftpd/port.h"

const char *
port_parse(const char *text, struct port_range *range)
{
	char first[sizeof("65535")];
	const char *colon = strchr(text, ':'), *error;

	if (colon == NULL || (size_t)(colon - text) >= sizeof(first))
		return "it is not first:last";
	strlcpy(first, text, (size_t)(colon - text) + 1);
	range->first = (unsigned)strtonum(first, 1024, 65535, &error);
	if (error != NULL)
		return "the first port is not a number from 1024 to 65535";
	range->last = (unsigned)strtonum(colon + 1, range->first, 65535,
	    &error);
	if (error != NULL)
		return "the last port is not a number from the first to 65535";
	return NULL;
}

int
port_bind(int fd, const union address *local, const struct port_range *range)
{
	union address a = *local;
	unsigned count = range->last - range->first + 1, start;

	if (range->first == 0)
		return bind(fd, &a.sa, address_length(&a));
	start = (unsigned)getpid();
	for (unsigned i = 0; i < count; i++) {
		address_set_port(&a, range->first +
		    (start % count + i) % count);
		if (bind(fd, &a.sa, address_length(&a)) == 0)
			return 0;
		if (errno != EADDRINUSE)
			return -1;
	}
	errno = EADDRINUSE;
	return -1;
}
