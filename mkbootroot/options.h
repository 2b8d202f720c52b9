/*
 * What the command line says to every command.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

struct map;
struct origins;

struct options {
	const char *text;	/* -f; "-" is standard input */
	const char *map;	/* -m */
	const char *root;	/* -r */
	const char *done;	/* -D */
	int is_done_meant;	/* with -D, or without -m: the folder belongs to
				   this map, and not only to this host */
	int is_text_meant;	/* with -f, or without -m: the text is this map's */
	const struct origins *origins;	/* of the lines of the text, which were
				   gathered; NULL: it tells itself */
	int shares_done;	/* the folder is one of several servers': a new one
				   arms nobody before it has heard of the others */
	int keeps_clients;	/* no map without clients replaces one with some */
	int dry;		/* -n */
	int quiet;		/* -q */
	int verbose;		/* -v */
	int mend;		/* check -f */
};

/* Opens the boot root. -1: it was said, and errno is still the reason. */
int root_open(const struct options *o);

/* Opens the map. 0; 1, an exit code: it was said why not. */
int options_map(const struct options *o, struct map *m);

/* Says that the map is corrupt. The exit code: 1. */
int options_map_is_corrupt(const struct options *o);

#endif
