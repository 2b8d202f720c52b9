/*
 * Neither side needs a descriptor for it: a thousand connections would have a thousand
 * of them, for what one of them asks once.
 */
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "daemon/now.h"
#include "httpd/answer.h"

#define PATIENCE_MS 60000	/* as for a report, see reporting.c */
#define NAP_MS 5		/* at most, if it comes just before one */

enum { ANSWER_NONE, ANSWER_YES, ANSWER_NO };

/* Of all processes one number; beside errno, see connection.c. */
static pid_t parent;
static _Thread_local volatile sig_atomic_t answer;

/* Others can send the signal, but not as its queue's, in the name of our parent. */
static void
on_answer(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	if (info->si_code == SI_QUEUE && info->si_pid == parent)
		answer = info->si_value.sival_int == ANSWER_YES ? ANSWER_YES :
		    ANSWER_NO;
}

int
answer_prepare(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = on_answer;
	action.sa_flags = SA_SIGINFO | SA_RESTART;
	sigemptyset(&action.sa_mask);
	parent = getpid();
	return sigaction(SIGUSR2, &action, NULL);
}

void
answer_give(pid_t pid, int yes)
{
	const union sigval value = {.sival_int = yes ? ANSWER_YES : ANSWER_NO};

	(void)sigqueue(pid, SIGUSR2, value);
}

void
answer_begin(void)
{
	answer = ANSWER_NONE;
}

int
answer_wait(void)
{
	const struct timespec nap = {.tv_nsec = NAP_MS * 1000000L};
	const long long end_ms = now_ms() + PATIENCE_MS;

	while (answer == ANSWER_NONE && now_ms() < end_ms &&
	    getppid() == parent)
		(void)nanosleep(&nap, NULL);
	return answer == ANSWER_YES;
}
