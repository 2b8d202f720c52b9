/*
 * A program that runs beside this one, whose standard output is read as it comes.
 */
#ifndef FOLLOWCHILD_H
#define FOLLOWCHILD_H

#include <poll.h>
#include <stddef.h>
#include <sys/types.h>

#define FOLLOWCHILD_SAID 1024

struct followchild {
	pid_t pid;		/* 0: none runs */
	int out_fd, said_fd;	/* -1: it has closed them */
	int limit_ms;
	long long due_ms;	/* it is killed then; 0: never */
	int is_killed;
	char *out;		/* what it printed, and was not taken yet */
	size_t n, size;
	char said[FOLLOWCHILD_SAID];	/* the end of its standard error */
	size_t said_n;
};

/*
 * Starts argv, as execvp(3) finds it, with the n bytes to read, and for at most
 * limit_ms, 0: for ever. *c is all 0 or has ended. -1: errno.
 */
int followchild_start(struct followchild *c, const char *const argv[],
    const char *text, size_t n, int limit_ms);

/*
 * Reads what it has printed, and looks whether it has ended, and said all. 1: it has,
 * with *status of wait(2); 0: it has not; -1: errno, what it prints cannot be kept.
 */
int followchild_look(struct followchild *c, int *status);

/* Takes the first n bytes of out away. */
void followchild_take(struct followchild *c, size_t n);

/* Why it failed: the last line that it said, or how it ended. Returns buf. */
char *followchild_why(const struct followchild *c, int status, char *buf,
    size_t size);

/* What is waited for: that it prints, and says, something. Two, of poll(2). */
void followchild_poll(const struct followchild *c, struct pollfd p[2]);

/* How long to wait for it, of ms at most, -1: without an end. */
int followchild_wait_ms(const struct followchild *c, int ms);

/* Kills it, and what it has started, and frees what it printed. */
void followchild_stop(struct followchild *c);

#endif
