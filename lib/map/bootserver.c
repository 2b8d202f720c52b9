/*
 * The two halves of tftp://ADDRESS/NAME.
 */
#include <arpa/inet.h>
#include <string.h>

#include "map/bootserver.h"

int
bootserver_take(const char *text, struct in_addr *server, const char **name)
{
	static const char scheme[] = "tftp://";
	char address[INET_ADDRSTRLEN];
	size_t n;

	if (strncmp(text, scheme, sizeof(scheme) - 1) != 0)
		return 0;
	text += sizeof(scheme) - 1;
	n = strcspn(text, "/");
	if (n >= sizeof(address) || text[n] == '\0' || text[n + 1] == '\0')
		return 0;
	memcpy(address, text, n);
	address[n] = '\0';
	if (inet_pton(AF_INET, address, server) != 1)
		return 0;
	*name = text + n + 1;
	return 1;
}
