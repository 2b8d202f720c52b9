/*
 * Signals come only while the server waits: nothing else is interrupted.
 */
#include <stddef.h>
#include <time.h>

#include "daemon/signals.h"

static volatile sig_atomic_t ends, asks;

static void
on_signal(int sig)
{
	if (sig == SIGUSR1)
		asks = 1;
	else
		ends = 1;
}

/* Of nohup(1), or of a shell that does not want us to go with its terminal. */
static int
is_ignored(int sig)
{
	struct sigaction action;

	return sigaction(sig, NULL, &action) == 0 &&
	    action.sa_handler == SIG_IGN;
}

void
signals_prepare(sigset_t *while_waiting)
{
	static const int heard[] = {SIGTERM, SIGINT, SIGUSR1, SIGHUP};
	struct sigaction action = {.sa_handler = on_signal};
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof(heard) / sizeof(*heard); i++)
		sigaddset(&blocked, heard[i]);
	sigprocmask(SIG_BLOCK, &blocked, while_waiting);
	for (size_t i = 0; i < sizeof(heard) / sizeof(*heard); i++) {
		sigdelset(while_waiting, heard[i]);
		if (heard[i] != SIGHUP || !is_ignored(SIGHUP))
			sigaction(heard[i], &action, NULL);
	}
	signal(SIGPIPE, SIG_IGN);	/* who read our log may go */
}

int
signals_wait(struct pollfd *p, size_t n, int ms, const sigset_t *while_waiting)
{
	const struct timespec t = { .tv_sec = ms / 1000,
	    .tv_nsec = ms % 1000 * 1000000L };

	return ppoll(p, n, ms < 0 ? NULL : &t, while_waiting);
}

int
signals_end(void)
{
	return ends;
}

int
signals_ask(void)
{
	/* Nothing is written where nobody asks: see lean.h. */
	if (!asks)
		return 0;
	asks = 0;
	return 1;
}
