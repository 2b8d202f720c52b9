/*
 * Processes that inherit little, of a server that forks for each transfer or
 * connection.
 *
 * Whatever the parent has in memory costs a child: it is entered into the
 * child's page tables, taken out again, and copied as soon as the parent
 * writes to it. So the parent keeps to itself (MADV_DONTFORK) what no child
 * needs, and children run on a stack of their own. Nothing here can fail in
 * a way that matters but lean_fork(): what could not be kept is inherited.
 */
#ifndef LEAN_H
#define LEAN_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Calls run(arg) on a stack that is the parent's alone: a child sees the caller's
 * own frame and those above it, and nothing of run() and what it calls.
 */
void lean_run(void (*run)(void *), void *arg);

/* n zeroed bytes that no child inherits, never freed. NULL: errno. */
void *lean_memory(size_t n);

/* The same, which children inherit: what they are told. */
void *lean_told(size_t n);

/*
 * The same, a few KiB at the top of the stack of children: the parent writes to
 * that page for every child anyway, and so does the child. NULL: errno.
 */
void *lean_top(size_t n);

/*
 * n zeroed bytes for a child itself, never freed, all of them there at once: not
 * one page fault after the other, nor malloc(3)'s own pages copied. NULL: errno.
 */
void *lean_filled(size_t n);

/* Whether the end of a child sends its parent SIGCHLD. */
enum lean_end {
	LEAN_ENDS_LOUDLY,
	LEAN_ENDS_SILENTLY	/* and lean_reap() finds it */
};

/*
 * Like fork(2), but the child calls run(arg), which must not return, on a
 * stack of its own. arg and all that it leads to must be inherited. -1: errno.
 */
pid_t lean_fork(int (*run)(void *), void *arg, enum lean_end end);

/*
 * Takes one of those that have ended silently, and no other child that this process
 * may have: its number. 0 or -1: there is none.
 */
pid_t lean_reap(int *status);

/*
 * The descriptors that a child inherits and has to give back: noted by the
 * parent before the fork, since what it keeps them in is not the child's.
 */
#define SURPLUS_FEW 16

struct surplus {
	int few[SURPLUS_FEW];	/* beside what else a child is told */
	int *more;		/* from there on */
	size_t n, max;
};

/* Room for max of them. -1: errno. */
int surplus_open(struct surplus *s, size_t max);

/* Begins anew. */
void surplus_clear(struct surplus *s);

/* Notes one; -1 is none. There is room for as many as the limit allows. */
void surplus_note(struct surplus *s, int fd);

/*
 * In the child, first: gives them all back. SIGTERM is for on_term (SIG_DFL: it
 * ends the child), and SIGUSR1 for the parent alone, whomever pkill(1) hits. SIGUSR2
 * is blocked, for whoever waits for it.
 */
void lean_become_child(const struct surplus *s, void (*on_term)(int));

#endif
