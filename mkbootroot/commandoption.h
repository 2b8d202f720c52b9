/*
 * The options of commands that have some of their own. Each takes the words from the
 * command's name on. 0; -1: they are used wrongly. What is taken points into argv.
 */
#ifndef COMMANDOPTION_H
#define COMMANDOPTION_H

#include "mkbootroot/command.h"
#include "mkbootroot/nfsroot.h"
#include "mkbootroot/ramdisk.h"

/* nfsroot [-3wz] [-a clients] [-k kernel] [-x file] name server:path [folder]. */
int commandoption_nfsroot(int argc, char **argv, struct nfsroot *want);

/* ramdisk [-bz] [-k kernel] name [folder]. */
int commandoption_ramdisk(int argc, char **argv, struct ramdisk *want);

/* follow [-e] [-p prefix] [-t minutes] [-x program]. */
int commandoption_follow(int argc, char **argv, struct follow *want);

/* What is asked of log lines; NULL: it was not said. */
struct seeing {
	const char *file, *since, *out, *program;
	int limit_s;		/* for a run of the program */
	int is_once;
};

/* events [-t seconds] [-x program] [file]. */
int commandoption_events(int argc, char **argv, struct seeing *want);

/* report [-o file] [-s since] [file]. */
int commandoption_report(int argc, char **argv, struct seeing *want);

/* unknown [-s since] [file]. */
int commandoption_unknown(int argc, char **argv, struct seeing *want);

/* watch [-1] [file]. */
int commandoption_watch(int argc, char **argv, struct seeing *want);

#endif
