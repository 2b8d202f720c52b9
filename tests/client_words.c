/*
 * client_words MAP: for each line "MAC ADDRESS" of standard input (either may be -),
 * what client_find() makes of that client, as words in a fixed order. For a table of
 * who says what.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "map/arch.h"
#include "map/bootword.h"
#include "map/client.h"
#include "map/vendorclass.h"

static void
address(const char *word, int has, struct in_addr a)
{
	char text[INET_ADDRSTRLEN];

	if (has)
		printf(" %s=%s", word, inet_ntop(AF_INET, &a, text, sizeof(text)));
}

static void
text(const char *word, const char *value)
{
	if (value != NULL && value[0] != '\0')
		printf(" %s=%s", word, value);
}

static void
print(const struct client *c)
{
	static const char *const actions[] = { "none", "boot", "local", "ignore" };
	static const char *const once_words[] = { NULL, "done", "sent" };
	struct client_each each = { 0 };
	struct vendorclass v;
	struct field f;
	char rule[128];
	size_t i, at = 0;

	printf("%s %s", client_rule_text(c, rule, sizeof(rule)),
	    actions[c->action]);
	text("image", c->image);
	text("once", once_words[c->once]);
	text("kernel", c->kernel);
	for (i = 0; i < c->initrds; i++)
		text("initrd", c->initrd[i]);
	text("args", c->args);
	text("preseed", c->preseed);
	address("ip", c->has_ip, c->ip);
	address("server", c->has_server, c->server);
	text("servername", c->servername);
	text("http", c->http);
	address("router", c->has_router, c->router);
	for (i = 0; i < c->dns_n; i++)
		address("dns", 1, c->dns[i]);
	if (c->has_lease)
		printf(" lease=%u", c->lease_s);
	while (client_next(c, &each, FIELD_QUIRK, &f))
		text("quirk", f.text);
	if (vendorclass_next(c, &at, &v)) {
		text("class", v.class);
		text("file", v.file);
	}
	text("x64", bootword_loader(c, FIELD_FILE, ARCH_X64));
	text("ipxe", bootword_ipxe(c, ARCH_X64, NULL));
	putchar('\n');
}

int
main(int argc, char **argv)
{
	struct map m = { .fd = -1 };
	char mac[32], ip[32];
	unsigned b[6];
	struct client c;
	struct who who;

	if (argc != 2 || map_open(&m, AT_FDCWD, argv[1]) != NULL)
		return 1;
	while (scanf("%31s %31s", mac, ip) == 2) {
		memset(&who, 0, sizeof(who));
		who.has_mac = sscanf(mac, "%x:%x:%x:%x:%x:%x", &b[0], &b[1],
		    &b[2], &b[3], &b[4], &b[5]) == 6;
		for (int i = 0; i < 6 && who.has_mac; i++)
			who.mac[i] = (unsigned char)b[i];
		who.has_address = inet_pton(AF_INET, ip, &who.address) == 1;
		if (client_find(&m, &who, &c) == 1)
			print(&c);
		else
			printf("nobody\n");
	}
	map_close(&m);
	return 0;
}
