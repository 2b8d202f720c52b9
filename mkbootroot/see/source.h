/*
 * Where lines of the log come from: the journal, a file, standard input.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stddef.h>
#include <sys/types.h>
#include <time.h>

/* What is longer is cut; no line of ours is. */
#define SOURCE_LINE_MAX 16384

enum source_found {
	SOURCE_LINE,		/* a line is there */
	SOURCE_NONE,		/* none now: see source_wait() */
	SOURCE_END,		/* there will be none */
	SOURCE_FAILED		/* nor here, and why was put into `why` */
};

struct source {
	int fd;			/* what is read; -1 once it has ended */
	int said;		/* what journalctl says of faults; or -1 */
	pid_t child;		/* journalctl, or 0 */
	const char *path;	/* of a file that is followed; or NULL */
	int is_file;		/* which never has to be waited for */
	int is_cutting;		/* the rest of a line that was too long */
	unsigned long long read;	/* bytes of the file */
	struct timespec whole;	/* when it was written, when all was read */
	unsigned long cut;	/* lines that were too long */
	size_t begin, end;	/* of what was read and not handed out */
	char why[256];		/* the reason of SOURCE_FAILED */
	char bytes[65536];
};

/*
 * NULL is the journal, "-" standard input, everything else a file. follows:
 * what is written later is waited for, even if the file is replaced or cut to
 * nothing. since says from when on the journal is read, as journalctl wants
 * it; NULL: from its beginning. -1: cannot, and `why` says it in words
 * ("cannot open FILE: reason").
 */
int source_open(struct source *s, const char *where, int follows,
    const char *since);

/*
 * The next line, without its end; it may have any bytes, NUL too, and stays
 * until the next call. Never waits for what is not there.
 */
enum source_found source_next(struct source *s, const char **line, size_t *n);

/*
 * What to wait for with poll(2): returns the descriptor, or -1 if the time is
 * all there is to wait for. ms is not changed, or lowered: a file says to
 * nobody that it has grown.
 */
int source_wait(const struct source *s, int *ms);

/* Ends journalctl, too. */
void source_close(struct source *s);

#endif
