/*
 * What Kea's file FILE says to the clients of standard input: lines of a card
 * (or -), a net's address (or -), option 93 and what asks: rom, ipxe or http.
 * For each a line: "silent", or file, server, servername, router and mask.
 * What is named goes to standard error.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/text/hardware.h"
#include "mkbootroot/text/textfile.h"

static const struct foreign_host *
host_find(const struct foreign *f, const char *who)
{
	unsigned char mac[6];
	const struct foreign_host *best = NULL, *h;

	if (value_mac(who, mac) != 0)
		return NULL;
	for (h = f->host; f->hosts > 0 && h < f->host + f->hosts; h++)
		if (memcmp(h->mac, mac, (size_t)h->octets) == 0 &&
		    (best == NULL || h->octets > best->octets))
			best = h;
	return best;
}

static const struct foreign_net *
net_find(const struct foreign *f, const char *address)
{
	struct in_addr a;

	for (size_t i = 0; inet_pton(AF_INET, address, &a) == 1 &&
	    i < f->nets; i++)
		if ((ntohl(a.s_addr) & f->net[i].mask) == f->net[i].net)
			return &f->net[i];
	return NULL;
}

/* In the place of the composer. */
void
foreign_compose(const struct foreign *f, const unsigned *lines, size_t n)
{
	char line[256], who[64], net[64], what[16];
	struct asker a = { .arch = 0 };
	struct told t;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (sscanf(line, "%63s %63s %u %15s", who, net, &a.arch,
		    what) != 4)
			exit(2);
		a.is_ipxe = strcmp(what, "ipxe") == 0;
		a.is_http = strcmp(what, "http") == 0;
		a.host = host_find(f, who);
		a.net = net_find(f, net);
		f->ask(f, &a, &t);
		if (t.is_silent) {
			printf("silent\n");
			continue;
		}
		printf("%s %s %s ", t.file == NULL ? "-" : t.file,
		    inet_ntoa(t.server), t.servername == NULL ? "-" :
		    t.servername);
		printf("%s %u\n", inet_ntoa(t.router), t.lease_s);
	}
	(void)lines;
	(void)n;
}

int
main(int argc, char *argv[])
{
	struct imported im = { .root = "/srv/tftp" };
	char *text;
	size_t n;

	if (argc != 2 || (text = textfile_read(argv[1], &n)) == NULL)
		return 2;
	import_kea(&im, text, n);
	mistakes_print(&im.mistakes, "file", 1, stderr);
	imported_free(&im);
	free(text);
	return 0;
}
