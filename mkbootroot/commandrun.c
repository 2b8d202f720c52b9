/*
 * The commands in one table: which function each of them is, and what a wrong command
 * line is told.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>

#include "map/map.h"
#include "mkbootroot/command.h"
#include "mkbootroot/commandoption.h"
#include "mkbootroot/commandrun.h"
#include "mkbootroot/compile.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/nfsroot.h"
#include "mkbootroot/ramdisk.h"
#include "mkbootroot/text/mapvalue.h"
#include "mkbootroot/text/worddistance.h"

/* What a command gives beside exit codes: the words behind its name are wrong. */
#define WRONG (-1)
#define MANY 0x7fffffff

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

/* Each takes its words with its own name, and gives an exit code, or WRONG. */
static int
run_again(struct options *o, int argc, char **argv)
{
	return again(o, argc - 1, argv + 1);
}

static int
run_check(struct options *o, int argc, char **argv)
{
	o->mend = argc == 2;
	return o->mend && strcmp(argv[1], "-f") != 0 ? WRONG :
	    compile_check(o);
}

static int
run_done(struct options *o, int argc, char **argv)
{
	return done(o, argc - 1, argv + 1);
}

static int
run_dump(struct options *o, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return dump(o);
}

static int
run_events(struct options *o, int argc, char **argv)
{
	struct seeing want;

	(void)o;
	return commandoption_events(argc, argv, &want) == -1 ? WRONG :
	    events(want.file, want.program, want.limit_s);
}

static int
run_explain(struct options *o, int argc, char **argv)
{
	return explain(o, argc - 1, argv + 1);
}

static int
run_export(struct options *o, int argc, char **argv)
{
	(void)argc;
	return export_map(o, argv[1]);
}

static int
run_follow(struct options *o, int argc, char **argv)
{
	struct follow want;

	return commandoption_follow(argc, argv, &want) == -1 ? WRONG :
	    follow(o, &want);
}

static int
run_import(struct options *o, int argc, char **argv)
{
	(void)argc;
	return is_image_name(argv[1]) ? import(o, argv[1], argv[2]) : 1;
}

static int
run_import_hosts(struct options *o, int argc, char **argv)
{
	(void)argc;
	return import_hosts(argv[1], o->root, o->verbose);
}

static int
run_import_remap(struct options *o, int argc, char **argv)
{
	(void)o;
	(void)argc;
	return import_remap(argv[1]);
}

static int
run_loaders(struct options *o, int argc, char **argv)
{
	return loaders(o, argc == 2 ? argv[1] : "/");
}

static int
run_nfsroot(struct options *o, int argc, char **argv)
{
	struct nfsroot want;

	if (commandoption_nfsroot(argc, argv, &want) == -1)
		return WRONG;
	return is_image_name(want.name) ? nfsroot(o, &want) : 1;
}

static int
run_preseed(struct options *o, int argc, char **argv)
{
	(void)argc;
	return is_image_name(argv[1]) ? image_preseed(o, argv[1], argv[2]) : 1;
}

static int
run_ramdisk(struct options *o, int argc, char **argv)
{
	struct ramdisk want;

	if (commandoption_ramdisk(argc, argv, &want) == -1)
		return WRONG;
	return is_image_name(want.name) ? ramdisk(o, &want) : 1;
}

static int
run_report(struct options *o, int argc, char **argv)
{
	struct seeing want;

	(void)o;
	return commandoption_report(argc, argv, &want) == -1 ? WRONG :
	    report(want.out, want.since, want.file);
}

static int
run_unknown(struct options *o, int argc, char **argv)
{
	struct seeing want;

	return commandoption_unknown(argc, argv, &want) == -1 ? WRONG :
	    unknown(o, want.since, want.file);
}

static int
run_watch(struct options *o, int argc, char **argv)
{
	struct seeing want;

	(void)o;
	return commandoption_watch(argc, argv, &want) == -1 ? WRONG :
	    watch(want.file, want.is_once);
}

static const struct command {
	const char *name;
	const char *usage;	/* what follows the name */
	int least, most;	/* so many words */
	int (*run)(struct options *o, int argc, char **argv);
	const char *or;		/* another form; NULL: there is none */
} commands[] = {
	{ "again", "client...", 1, MANY, run_again, NULL },
	{ "check", "[-f]", 0, 1, run_check, NULL },
	{ "done", "[client...]", 0, MANY, run_done, NULL },
	{ "dump", "", 0, 0, run_dump, NULL },
	{ "events", "[-t seconds] [-x program] [file]", 0, MANY, run_events, NULL },
	{ "explain", "client [arch=arch] [stage=ipxe] [file=name] [url=URL]",
	    1, MANY, run_explain, "-p capture [server=address]" },
	{ "export", "dnsmasq|dhcpd|kea", 1, 1, run_export, NULL },
	{ "follow", "[-e] [-p prefix] [-t minutes] [-x program]", 0, MANY,
	    run_follow, NULL },
	{ "import", "name archive|folder", 2, 2, run_import, NULL },
	{ "import-hosts", "file", 1, 1, run_import_hosts, NULL },
	{ "import-remap", "file", 1, 1, run_import_remap, NULL },
	{ "loaders", "[folder]", 0, 1, run_loaders, NULL },
	{ "nfsroot", "[-3wz] [-a clients] [-k kernel] [-x file] name\n"
	    "server:path [folder]", 2, MANY, run_nfsroot, NULL },
	{ "preseed", "name file", 2, 2, run_preseed, NULL },
	{ "ramdisk", "[-bz] [-k kernel] name [folder]", 1, MANY, run_ramdisk, NULL },
	{ "report", "[-o file.html] [-s since] [file]", 0, MANY, run_report, NULL },
	{ "unknown", "[-s since] [file]", 0, MANY, run_unknown, NULL },
	{ "watch", "[-1] [file]", 0, MANY, run_watch, NULL },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

#define INDENT "              "	/* of what did not fit into the line before */

static void
print_form(const char *before, const char *name, const char *usage)
{
	const char *s;

	fprintf(stderr, "%s%s%s", before, name, *usage == '\0' ? "" : " ");
	for (s = usage; *s != '\0'; s++) {
		fputc(*s, stderr);
		if (*s == '\n')
			fputs(INDENT, stderr);
	}
	fputc('\n', stderr);
}

static void
print_forms(const struct command *c, const char *before, const char *then)
{
	print_form(before, c->name, c->usage);
	if (c->or != NULL)
		print_form(then, c->name, c->or);
}

int
command_usage(void)
{
	size_t i;

	fputs("usage: mkbootroot [-nqv] [-D folder] [-f clients] [-m map] "
	    "[-r boot-root]\n"
	    "              [command]\n", stderr);
	for (i = 0; i < COMMANDS; i++)
		print_forms(&commands[i], i == 0 ? "commands: " :
		    "          ", "          ");
	return 2;
}

/* A word that is no command: the one that was meant, or all of them. */
static int
say_unknown(const char *word)
{
	const char *near = NULL;
	size_t i, nearest = 3;

	for (i = 0; i < COMMANDS; i++)
		if (word_is_nearer(word, commands[i].name, &nearest))
			near = commands[i].name;
	if (near != NULL) {
		warnx("%s is not a command: is it %s?", word, near);
		return 2;
	}
	warnx("%s is not a command", word);
	return command_usage();
}

int
command_run(struct options *o, int argc, char **argv)
{
	const struct command *c = commands;
	int code = WRONG;

	while (c < commands + COMMANDS && strcmp(c->name, argv[0]) != 0)
		c++;
	if (c == commands + COMMANDS)
		return say_unknown(argv[0]);
	if (argc - 1 >= c->least && argc - 1 <= c->most)
		code = c->run(o, argc, argv);
	if (code != WRONG)
		return code;
	print_forms(c, "usage: mkbootroot [option ...] ",
	    "       mkbootroot [option ...] ");
	return 2;
}
