/*
 * Memory and stacks that are the parent's, or the child's.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/lean.h"

/*
 * More than the deepest calls of either want. No page of a child's stack is
 * used before there is a child.
 */
#define STACK_SIZE (256 * 1024)
#define TOP_MAX (STACK_SIZE / 4)
#define PAGE_MAX 65536		/* the largest of any machine */
#define ALIGNMENT 64

static unsigned char *stack;	/* of children: empty in the parent, always */
static size_t top = STACK_SIZE;	/* where theirs begins */

static void *
map(size_t n)
{
	return mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

/*
 * Keeps the stack from below here up to the page of an address. What may lie
 * beneath, of calls from here, would be a piece of memory by itself.
 */
__attribute__((noinline)) static void
keep_below(uintptr_t end)
{
	volatile unsigned char room[STACK_SIZE];
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uintptr_t begin;

	room[0] = 0;		/* the kernel makes the stack this long */
	begin = (uintptr_t)room / page * page - PAGE_MAX;
	end = end / page * page;
	/* ENOMEM is said where there is nothing, and holds for nothing else. */
	(void)madvise((void *)begin, end - begin, MADV_DONTFORK);
}

/* The gap: the page of the caller's frame is not one that run() writes to. */
__attribute__((noinline)) void
lean_run(void (*run)(void *), void *arg)
{
	volatile unsigned char gap[PAGE_MAX];

	gap[0] = 0;
	keep_below((uintptr_t)gap + sizeof(gap));
	run(arg);
	gap[0] = 1;		/* it is there to the end */
}

void *
lean_memory(size_t n)
{
	void *memory = map(n);

	if (memory == MAP_FAILED)
		return NULL;
	(void)madvise(memory, n, MADV_DONTFORK);
	return memory;
}

void *
lean_told(size_t n)
{
	void *memory = map(n);

	return memory == MAP_FAILED ? NULL : memory;
}

void *
lean_filled(size_t n)
{
	void *memory = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

static int
has_stack(void)
{
	void *new;

	if (stack == NULL && (new = map(STACK_SIZE)) != MAP_FAILED)
		stack = new;
	return stack != NULL;
}

void *
lean_top(size_t n)
{
	const size_t lower = top - (STACK_SIZE - TOP_MAX);

	if (n > lower - ALIGNMENT) {
		errno = ENOMEM;
		return NULL;
	}
	if (!has_stack())
		return NULL;
	top = (top - n) / ALIGNMENT * ALIGNMENT;
	return stack + top;
}

/*
 * The C library does not hear of this child, as it would of fork(3)'s: it
 * matters to threads only, of which there are none.
 */
pid_t
lean_fork(int (*run)(void *), void *arg, enum lean_end end)
{
	return has_stack() ? clone(run, stack + top,
	    end == LEAN_ENDS_LOUDLY ? SIGCHLD : 0, arg) : -1;
}

/*
 * Whoever started us may have left children of his own behind, and a first process
 * of a container gets everybody's. They have a signal, ours do not (wait(2), __WCLONE).
 */
pid_t
lean_reap(int *status)
{
	return waitpid(-1, status, (int)(WNOHANG | __WCLONE));
}

int
surplus_open(struct surplus *s, size_t max)
{
	s->n = 0;
	s->max = max;
	s->more = lean_told(max * sizeof(*s->more));
	return s->more == NULL ? -1 : 0;
}

void
surplus_clear(struct surplus *s)
{
	s->n = 0;
}

void
surplus_note(struct surplus *s, int fd)
{
	/* More than there are descriptors cannot be open. */
	if (fd == -1 || s->n == s->max)
		return;
	if (s->n < SURPLUS_FEW)
		s->few[s->n] = fd;
	else
		s->more[s->n] = fd;
	s->n++;
}

void
lean_become_child(const struct surplus *s, void (*on_term)(int))
{
	sigset_t blocked;

	signal(SIGTERM, on_term);
	signal(SIGINT, SIG_DFL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR1);
	sigaddset(&blocked, SIGUSR2);
	sigaddset(&blocked, SIGHUP);	/* the parent's: a transfer goes on */
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	for (size_t i = 0; i < s->n; i++)
		close(i < SURPLUS_FEW ? s->few[i] : s->more[i]);
}
