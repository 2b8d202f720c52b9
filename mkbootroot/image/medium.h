/*
 * What an image was made of: a medium that a distribution publishes. One row of
 * a table for each kind (mediumtable.c) says how it is recognised, which kernel it
 * boots over the network, and with which arguments. Pure: the tree is looked at
 * through functions that the caller gives.
 */
#ifndef MEDIUM_H
#define MEDIUM_H

#include <stddef.h>

#include "map/answers.h"
#include "map/record.h"

#define MEDIUM_PATH_SIZE 512	/* a path inside the image, with its NUL */
#define MEDIUM_MARKS 4
#define MEDIUM_KERNELS 5
#define MEDIUM_MORE 3
#define MEDIUM_LABEL_SIZE 100
#define MEDIUM_TEXT_MAX 65536	/* bytes of a file that are searched for a text */

/* What has to be there for it to boot. */
enum medium_need {
	MEDIUM_HTTP = 1,	/* a client's installer, or its system, loads
				   by HTTP: http= and httpd */
	MEDIUM_IPXE = 2,	/* no loader but iPXE can start it */
	MEDIUM_SHARE = 4,	/* a folder that is shared by SMB */
	MEDIUM_CANNOT = 8	/* it does not boot over the network */
};

/*
 * A file that the medium has, or after a ! has not. Patterns are those of fnmatch(3),
 * a * for one part of a path, case ignored, several with | between. A text stands in
 * its first MEDIUM_TEXT_MAX bytes.
 */
struct medium_mark {
	const char *pattern;
	const char *text;	/* NULL: the file is enough */
};

/* For which machine a kernel is, is seen from its content. */
struct medium_kernel {
	const char *kernel, *initrd;	/* patterns; the first match by name of
					   which all is there; initrd NULL: it
					   needs none */
};

struct medium {
	const char *word;	/* in the map */
	const char *title;
	struct medium_mark mark[MEDIUM_MARKS];	/* all of them hold */
	struct medium_kernel kernel[MEDIUM_KERNELS];	/* each that is there */
	/* Of each kernel, a pattern: the file that {k} in args stands for. */
	const char *own[MEDIUM_KERNELS];
	/*
	 * Initrds behind that one. "X.cpio" is the file X in an archive, see
	 * lib/view.
	 */
	const char *more[MEDIUM_MORE];
	/*
	 * With variables of clients(5); {1} is the file of the first mark, as a
	 * URL has it, and {1/} the folder of the image that this lies in, and so on;
	 * {k} is the kernel's own file: each kernel has other
	 * arguments then.
	 */
	const char *args;
	/* A pattern: the kernel's arguments stand in this script of iPXE. */
	const char *script;
	/* A pattern: the configuration of mboot, which is rewritten for a client. */
	const char *mboot;
	/* The name under which an ISO file is kept in the image's folder. */
	const char *iso;
	/* A file whose first line, or what stands behind a key, says more. */
	const char *label_file, *label_key;
	unsigned needs;		/* set of enum medium_need */
	unsigned ram_mib;	/* that its documentation asks for; 0: none */
	int ram_mark;		/* the mark, from 1, of a file that is loaded into
				   RAM; 0: none */
	unsigned answers;	/* set of ANSWERS_BIT() */
	int is_proven;		/* it was booted by a test of ours */
	const char *tell;	/* what an administrator should know; NULL */
};

struct medium_tree {
	/*
	 * The first file, by name, that a pattern matches, or another one: so many
	 * are passed over. 1: path is set; 0.
	 */
	int (*find)(void *of, const char *pattern, size_t over,
	    char path[MEDIUM_PATH_SIZE]);
	/* The first n bytes of a file at most, and a NUL. Their number; -1. */
	long (*read)(void *of, const char *path, char *buf, size_t n);
	void *of;
};

struct medium_pair {
	char kernel[MEDIUM_PATH_SIZE];
	char initrd[MEDIUM_PATH_SIZE];	/* "": none */
	char file[MEDIUM_PATH_SIZE];	/* of {k}; "": none */
};

/* What a tree is. */
struct medium_found {
	const struct medium *medium;	/* NULL: of no known kind */
	char label[MEDIUM_LABEL_SIZE];	/* "Debian GNU/Linux 13.1.0 …"; "" */
	char mark[MEDIUM_MARKS][MEDIUM_PATH_SIZE];
	struct medium_pair pair[MEDIUM_KERNELS];
	size_t pairs;
	const char *more[MEDIUM_MORE];
	size_t mores;
	char mboot[MEDIUM_PATH_SIZE];	/* "": none */
	int lacks_iso;		/* the ISO file is not kept: no arguments */
	int lacks_file;		/* no kernel has the file of {k} beside it: no
				   arguments */
	int lacks_args;		/* its script has none that can be passed on */
	char args[MAP_TEXT_MAX + 1];	/* "": none; of the first pair */
};

extern const struct medium media[];
extern const size_t media_n;

/* Says in *found what the tree is, by the first row of which all marks hold. */
void medium_recognise(const struct medium_tree *tree,
    struct medium_found *found);

/*
 * Whether each kernel has arguments of its own, with {k}. Then those of a kernel of the
 * tree, into size bytes, 1; 0: it is none that has them, or they do not fit.
 */
int medium_is_by_kernel(const struct medium_found *found);
int medium_kernel_args(const struct medium_found *found, const char *kernel,
    char *args, size_t size);

#endif
