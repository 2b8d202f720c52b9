/*
 * The kernel's tables have a line for each socket. Those of IPv4 and of IPv6 are looked
 * at each by itself: what a socket of IPv6 has of IPv4 does not stand there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/rival.h"

/* Of all addresses. */
static int
is_any(const char *address)
{
	return strspn(address, "0") == strlen(address);
}

/* Of this host alone: 127.0.0.0/8, whose last digits are the first byte, and ::1. */
static int
is_loopback(const char *address)
{
	const size_t n = strlen(address);

	return n == 8 ? strcmp(address + 6, "7F") == 0 :
	    strcmp(address, "00000000000000000000000001000000") == 0;
}

static int
is_shared(const char *a, const char *b)
{
	return strcmp(a, b) == 0 || (is_any(a) && !is_loopback(b)) ||
	    (is_any(b) && !is_loopback(a));
}

int
rival_line(struct rivals *r, unsigned port, const char *line)
{
	char address[33], local[5], remote[5];
	size_t i;

	/* A socket that is connected takes from its peer alone. */
	if (sscanf(line, " %*[0-9]: %32[0-9A-F]:%4[0-9A-F] %*32[0-9A-F]:"
	    "%4[0-9A-F]", address, local, remote) != 3 ||
	    strtoul(local, NULL, 16) != port || strcmp(remote, "0000") != 0)
		return 0;
	for (i = 0; i < r->n; i++)
		if (is_shared(r->address[i], address))
			return 1;
	if (r->n < RIVAL_MAX)
		memcpy(r->address[r->n++], address, sizeof(address));
	return 0;
}

static int
is_in_table(const char *path, unsigned port)
{
	struct rivals r = { .n = 0 };
	FILE *f = fopen(path, "re");
	char line[512];
	int found = 0;

	while (f != NULL && !found && fgets(line, sizeof(line), f) != NULL)
		found = rival_line(&r, port, line);
	if (f != NULL)
		fclose(f);
	return found;
}

int
rival_is_there(unsigned port)
{
	return is_in_table("/proc/self/net/udp", port) ||
	    is_in_table("/proc/self/net/udp6", port);
}
