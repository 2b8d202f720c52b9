/*
 * mkbootroot(8): prepares what the servers send.
 */
#include <err.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "done/done.h"
#include "file/system.h"
#include "map/map.h"
#include "mkbootroot/command.h"
#include "mkbootroot/commandoption.h"
#include "mkbootroot/compile.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/nfsroot.h"
#include "mkbootroot/ramdisk.h"
#include "mkbootroot/text/mapvalue.h"

#define TEXT SYSCONFDIR "/bootroot/clients"
#define MAP SYSCONFDIR "/bootroot/clients.cdb"
#define ROOT "/srv/tftp"

static int
usage(void)
{
	fputs("usage: mkbootroot [-nqv] [-D folder] [-f clients] [-m map] "
	    "[-r boot-root]\n"
	    "              [command]\n"
	    "commands: again client...\n"
	    "          check [-f]\n"
	    "          done [client...]\n"
	    "          dump\n"
	    "          events [-t seconds] [-x program] [file]\n"
	    "          explain client [arch=arch] [stage=ipxe] [file=name]\n"
	    "              [url=URL]\n"
	    "          explain -p capture [server=address]\n"
	    "          export dnsmasq|dhcpd|kea\n"
	    "          follow [-e] [-p prefix] [-t minutes] [-x program]\n"
	    "          import name archive|folder\n"
	    "          import-hosts file\n"
	    "          import-remap file\n"
	    "          loaders [folder]\n"
	    "          nfsroot [-3wz] [-a clients] [-k kernel] [-x file] name\n"
	    "              server:path [folder]\n"
	    "          preseed name file\n"
	    "          ramdisk [-bz] [-k kernel] name [folder]\n"
	    "          report [-o file.html] [-s since] [file]\n"
	    "          unknown [-s since] [file]\n"
	    "          watch [-1] [file]\n", stderr);
	return 2;
}

/* Whether a folder of the boot root may have this name; says why not. */
static int
is_image_name(const char *name)
{
	const char *reason = value_image(name);

	if (strcmp(name, MAP_IMAGE_MENU) == 0)
		warnx("%s is no image: boot=menu offers all of them", name);
	else if (reason != NULL)
		warnx("%s %s", name, reason);
	else
		return 1;
	return 0;
}

/* Commands with options of their own, which stand behind the name. */
static int
run_nfsroot(const struct options *o, int argc, char **argv)
{
	struct nfsroot want;

	if (commandoption_nfsroot(argc, argv, &want) == -1)
		return usage();
	return is_image_name(want.name) ? nfsroot(o, &want) : 1;
}

static int
run_ramdisk(const struct options *o, int argc, char **argv)
{
	struct ramdisk want;

	if (commandoption_ramdisk(argc, argv, &want) == -1)
		return usage();
	return is_image_name(want.name) ? ramdisk(o, &want) : 1;
}

static int
run_follow(const struct options *o, int argc, char **argv)
{
	struct follow want;

	return commandoption_follow(argc, argv, &want) == -1 ? usage() :
	    follow(o, &want);
}

static int
run_events(int argc, char **argv)
{
	struct seeing want;

	return commandoption_events(argc, argv, &want) == -1 ? usage() :
	    events(want.file, want.program, want.limit_s);
}

static int
run_report(int argc, char **argv)
{
	struct seeing want;

	return commandoption_report(argc, argv, &want) == -1 ? usage() :
	    report(want.out, want.since, want.file);
}

static int
run_unknown(const struct options *o, int argc, char **argv)
{
	struct seeing want;

	return commandoption_unknown(argc, argv, &want) == -1 ? usage() :
	    unknown(o, want.since, want.file);
}

static int
run_watch(int argc, char **argv)
{
	struct seeing want;

	return commandoption_watch(argc, argv, &want) == -1 ? usage() :
	    watch(want.file, want.is_once);
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
	if (strcmp(argv[0], "again") == 0 && argc >= 2)
		return again(o, argc - 1, argv + 1);
	if (strcmp(argv[0], "done") == 0)
		return done(o, argc - 1, argv + 1);
	if (strcmp(argv[0], "dump") == 0 && argc == 1)
		return dump(o);
	if (strcmp(argv[0], "events") == 0)
		return run_events(argc, argv);
	if (strcmp(argv[0], "explain") == 0 && argc >= 2)
		return explain(o, argc - 1, argv + 1);
	if (strcmp(argv[0], "export") == 0 && argc == 2)
		return export_map(o, argv[1]);
	if (strcmp(argv[0], "follow") == 0)
		return run_follow(o, argc, argv);
	if (strcmp(argv[0], "import") == 0 && argc == 3)
		return is_image_name(argv[1]) ? import(o, argv[1], argv[2]) : 1;
	if (strcmp(argv[0], "import-hosts") == 0 && argc == 2)
		return import_hosts(argv[1], o->root, o->verbose);
	if (strcmp(argv[0], "import-remap") == 0 && argc == 2)
		return import_remap(argv[1]);
	if (strcmp(argv[0], "loaders") == 0 && argc <= 2)
		return loaders(o, argc == 2 ? argv[1] : "/");
	if (strcmp(argv[0], "nfsroot") == 0)
		return run_nfsroot(o, argc, argv);
	if (strcmp(argv[0], "ramdisk") == 0)
		return run_ramdisk(o, argc, argv);
	if (strcmp(argv[0], "preseed") == 0 && argc == 3)
		return !is_image_name(argv[1]) ? 1 :
		    image_preseed(o, argv[1], argv[2]);
	if (strcmp(argv[0], "report") == 0)
		return run_report(argc, argv);
	if (strcmp(argv[0], "unknown") == 0)
		return run_unknown(o, argc, argv);
	if (strcmp(argv[0], "watch") == 0)
		return run_watch(argc, argv);
	return usage();
}

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
			return usage();
		}
	o.is_done_meant |= !has_map;
	o.is_text_meant |= !has_map;
	code = run(&o, argc - optind, argv + optind);
	if (fflush(stdout) == EOF || ferror(stdout)) {
		warn("cannot write standard output");
		return 111;
	}
	return code;
}
