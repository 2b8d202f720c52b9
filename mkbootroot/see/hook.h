/*
 * The program that is told of each event: one process at a time, with the event on
 * its standard input, for at most a time.
 */
#ifndef SEE_HOOK_H
#define SEE_HOOK_H

#include <stddef.h>
#include <sys/types.h>

struct hook {
	const char *program;	/* as execvp(3) finds it */
	int limit_ms;
	pid_t pid;		/* 0: none runs */
	int pid_fd;		/* becomes readable at its end; -1: none runs */
	long long due_ms;	/* it is killed then */
	int is_killed;
};

enum hook_end {
	HOOK_RUNS,
	HOOK_DONE,		/* exit code 0 */
	HOOK_FAILED,		/* status of wait(2) */
	HOOK_KILLED		/* it took too long */
};

void hook_begin(struct hook *h, const char *program, int limit_ms);

/* Starts it with the n bytes to read. -1: errno. */
int hook_start(struct hook *h, const char *text, size_t n);

/* Kills it where its time is over; whether it has ended, and how. */
enum hook_end hook_look(struct hook *h, int *status);

/* How long to wait for it, of ms at most; -1: without an end. */
int hook_wait_ms(const struct hook *h, int ms);

/* Kills it, and what it has started. */
void hook_stop(struct hook *h);

#endif
