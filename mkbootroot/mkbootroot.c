/*
 * mkbootroot(8): prepares what the servers send.
 */
#include <err.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "done/done.h"
#include "mkbootroot/commandrun.h"
#include "mkbootroot/compile.h"

#define TEXT SYSCONFDIR "/bootroot/clients"
#define MAP SYSCONFDIR "/bootroot/clients.cdb"
#define ROOT "/srv/tftp"

int
main(int argc, char **argv)
{
	struct options o = { .text = TEXT, .map = MAP, .root = ROOT,
	    .done = DONE_FOLDER };
	int option, code, has_map = 0;

	/* For libarchive: names in archives are UTF-8. */
	setlocale(LC_CTYPE, "C.UTF-8");
	while ((option = getopt(argc, argv, "+D:f:m:nqr:v")) != -1)
		switch (option) {
		case 'D':
			o.done = optarg;
			o.is_done_meant = 1;
			break;
		case 'f':
			o.is_text_meant = 1;
			o.text = optarg;
			break;
		case 'm':
			o.map = optarg;
			has_map = 1;
			break;
		case 'n':
			o.dry = 1;
			break;
		case 'q':
			o.quiet = 1;
			break;
		case 'r':
			o.root = optarg;
			break;
		case 'v':
			o.verbose = 1;
			break;
		default:
			return command_usage();
		}
	o.is_done_meant |= !has_map;
	o.is_text_meant |= !has_map;
	argc -= optind;
	argv += optind;
	code = argc == 0 ? compile(&o) : command_run(&o, argc, argv);
	if (fflush(stdout) == EOF || ferror(stdout)) {
		warn("cannot write standard output");
		return 111;
	}
	return code;
}
