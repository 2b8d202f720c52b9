/*
 * Options, and what is wrong with them.
 */
#include <unistd.h>

#include "dhcp-helper/commandline.h"
#include "done/done.h"

#define PAGE "dhcp-helper(8)"

void
commandline_parse(int argc, char *argv[], struct options *o)
{
	struct argument_mistake *m = &o->all.mistake;
	int c;

	*o = (struct options){ .all = { .user = "nobody", .done = DONE_FOLDER,
	    .map = SYSCONFDIR "/bootroot/clients.cdb", .idle_s = 10 } };
	opterr = 0;
	while ((c = getopt(argc, argv, "dD:i:l:m:P:St:u:v")) != -1)
		switch (c) {
		case 'i':
			o->interface = optarg;
			break;
		case 't':	/* 0: it goes as soon as nothing waits */
			o->all.idle_s = (unsigned)argument_number(m, c, optarg,
			    0, 86400);
			break;
		default:
			serveroption_take(&o->all, PAGE, c, optarg);
		}
	if (optind != argc)
		argument_usage(m, PAGE);
}
