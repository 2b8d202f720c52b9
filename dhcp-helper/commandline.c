/*
 * Options, and what is wrong with them.
 */
#include <bsd/stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dhcp-helper/commandline.h"
#include "done/done.h"

#define MAP_DEFAULT SYSCONFDIR "/bootroot/clients.cdb"
#define USER_DEFAULT "nobody"
#define IDLE_DEFAULT_S 10

/* The first mistake is the one that is told; the options behind it count. */
static void
note(const char **mistake, const char *what)
{
	if (*mistake == NULL)
		*mistake = what;
}

const char *
commandline_parse(int argc, char *argv[], struct options *o)
{
	const char *error, *mistake = NULL;
	int c;

	memset(o, 0, sizeof(*o));
	o->map = MAP_DEFAULT;
	o->done = DONE_FOLDER;
	o->idle_s = IDLE_DEFAULT_S;
	o->user = USER_DEFAULT;
	opterr = 0;
	while ((c = getopt(argc, argv, "dD:i:l:m:P:St:u:v")) != -1)
		switch (c) {
		case 'd':
			o->to_stderr = 1;
			break;
		case 'D':
			o->done = optarg;
			break;
		case 'i':
			o->interface = optarg;
			break;
		case 'l':
			if (o->listens == LISTENER_MAX)
				note(&mistake, "too many -l");
			else
				o->listen[o->listens++] = optarg;
			break;
		case 'm':
			o->map = optarg;
			break;
		case 'P':
			o->counters = optarg;
			break;
		case 'S':
			o->strict = 1;
			break;
		case 't':
			o->idle_s = (int)strtonum(optarg, 0, 86400, &error);
			if (error != NULL)
				note(&mistake, "-t wants a number of "
				    "seconds, 0 to 86400");
			break;
		case 'u':
			o->user = optarg;
			break;
		case 'v':
			o->verbose = 1;
			break;
		default:
			note(&mistake, "unknown option, or one without its "
			    "argument");
		}
	if (optind != argc)
		note(&mistake, "no arguments are wanted");
	return mistake;
}
