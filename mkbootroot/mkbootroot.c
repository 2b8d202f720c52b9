/*
 * mkbootroot(8): prepares what tftpd and dhcp-helper serve.
 */
#include <err.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compile.h"
#include "dump.h"
#include "explain.h"
#include "image.h"
#include "import.h"
#include "loaders.h"
#include "map.h"
#include "mapvalue.h"

#define TEXT SYSCONFDIR "/bootroot/clients"
#define MAP SYSCONFDIR "/bootroot/clients.cdb"
#define ROOT "/srv/tftp"

static int
usage(void)
{
	fputs("usage: mkbootroot [-nqv] [-f clients] [-m map] "
	    "[-r boot-root] [command]\n"
	    "commands: check [-f]\n"
	    "          dump\n"
	    "          explain client [arch=arch] [stage=ipxe] [file=name]\n"
	    "          explain -p capture [server=address]\n"
	    "          import name archive|folder\n"
	    "          loaders [folder]\n", stderr);
	return 2;
}

static int
import(const struct options *o, const char *name, const char *source)
{
	struct import im = { .name = name, .source = source,
	    .root = o->root, .progress = !o->quiet && isatty(STDERR_FILENO) };
	struct image found;
	const char *reason;
	int code;

	if (strcmp(name, MAP_IMAGE_MENU) == 0) {
		warnx("%s is no image: boot=menu offers all of them", name);
		return 1;
	}
	if ((reason = value_image(name)) != NULL) {
		warnx("%s %s", name, reason);
		return 1;
	}
	if ((im.rootfd = root_open(o)) == -1)
		return 1;
	if (!o->dry) {
		import_clean(im.rootfd);
		if ((code = import_image(&im)) != 0) {
			warnx("%s", im.message);
			return code;
		}
	}
	if (!o->quiet && image_scan(im.rootfd, name, &found) == 1)
		image_print(name, &found, stdout);
	return 0;
}

/* Whether a command is one that a later version will have. */
static int
is_later(const char *command)
{
	static const char *const later[] = {
		"export", "nfsroot", "preseed", "ramdisk"
	};
	size_t i;

	for (i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		if (strcmp(command, later[i]) == 0)
			return 1;
	return 0;
}

static int
run(struct options *o, int argc, char **argv)
{
	if (argc == 0)
		return compile(o);
	if (strcmp(argv[0], "check") == 0 && argc <= 2) {
		o->mend = argc == 2;
		return o->mend && strcmp(argv[1], "-f") != 0 ? usage() :
		    compile_check(o);
	}
	if (strcmp(argv[0], "dump") == 0 && argc == 1)
		return dump(o);
	if (strcmp(argv[0], "explain") == 0 && argc >= 2)
		return explain(o, argc - 1, argv + 1);
	if (strcmp(argv[0], "import") == 0 && argc == 3)
		return import(o, argv[1], argv[2]);
	if (strcmp(argv[0], "loaders") == 0 && argc <= 2)
		return loaders(o, argc == 2 ? argv[1] : "/");
	if (is_later(argv[0])) {
		warnx("%s: not yet", argv[0]);
		return 2;
	}
	return usage();
}

int
main(int argc, char **argv)
{
	struct options o = { .text = TEXT, .map = MAP, .root = ROOT };
	int option, code;

	/* For libarchive: names in archives are UTF-8. */
	setlocale(LC_CTYPE, "C.UTF-8");
	while ((option = getopt(argc, argv, "+f:m:nqr:v")) != -1)
		switch (option) {
		case 'f':
			o.text = optarg;
			break;
		case 'm':
			o.map = optarg;
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
			return usage();
		}
	code = run(&o, argc - optind, argv + optind);
	if (fflush(stdout) == EOF || ferror(stdout)) {
		warn("cannot write standard output");
		return 111;
	}
	return code;
}
