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

/*
 * Compiles the text in memory, and hands it and the map to `use`, with room
 * for more mistakes, which are printed. Exit code.
 */
struct mapfile;
struct map;
struct mistakes;
int compile_use(const struct options *o, int (*use)(const struct mapfile *,
    const struct map *, struct mistakes *, const void *), const void *with);

/* Opens the boot root. -1: it was said, and errno is still the reason. */
int root_open(const struct options *o);

#endif
