/*
 * ethers(5): a MAC address and a name, or an address in the name's place.
 */
#include <arpa/inet.h>
#include <string.h>

#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/text/hardware.h"
#include "mkbootroot/text/textfile.h"

void
import_ethers(struct imported *im, char *text, size_t n)
{
	const struct words none = { .files = 0 };
	unsigned char mac[6];
	struct in_addr ip;
	char *line, *who, *name, *rest;
	size_t pos = 0;
	unsigned from = 0;

	while ((line = textfile_line(text, n, &pos)) != NULL) {
		from++;
		line[strcspn(line, "#")] = '\0';
		who = strtok_r(line, " \t", &rest);
		name = strtok_r(NULL, " \t", &rest);
		if (who == NULL)
			continue;
		if (value_mac(who, mac) == -1)
			imported_refuse(im, from, who, "is not a MAC address");
		else if (name != NULL && inet_pton(AF_INET, name, &ip) == 1)
			imported_client(im, from, mac, NULL, name, &none);
		else
			imported_client(im, from, mac, name, NULL, &none);
	}
}
