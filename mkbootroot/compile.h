/*
 * The default command and check: clients(5) to clients.cdb(5).
 */
#ifndef COMPILE_H
#define COMPILE_H

/* What the command line says. */
struct options {
	const char *text;	/* -f; "-" is standard input */
	const char *map;	/* -m */
	const char *root;	/* -r */
	int dry;		/* -n */
	int quiet;		/* -q */
	int verbose;		/* -v */
	int mend;		/* check -f */
};

/* Each says what is wrong on standard error and returns the exit code. */
int compile(const struct options *o);
int compile_check(const struct options *o);

/* Opens the boot root for an exit code's sake. -1: it was said. */
int root_open(const struct options *o);

#endif
