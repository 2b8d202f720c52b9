/*
 * Signals come only while the server waits: nothing else is interrupted.
 */
#include <stddef.h>

#include "daemon/signals.h"

void
signals_prepare(void (*handler)(int), sigset_t *while_waiting)
{
	static const int heard[] = {SIGTERM, SIGINT, SIGUSR1};
	struct sigaction action = {.sa_handler = handler};
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof(heard) / sizeof(*heard); i++)
		sigaddset(&blocked, heard[i]);
	sigprocmask(SIG_BLOCK, &blocked, while_waiting);
	for (size_t i = 0; i < sizeof(heard) / sizeof(*heard); i++) {
		sigdelset(while_waiting, heard[i]);
		sigaction(heard[i], &action, NULL);
	}
	signal(SIGPIPE, SIG_IGN);	/* who read our log may go */
}
