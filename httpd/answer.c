/*
 * Neither side needs a descriptor for it: a thousand connections would have a thousand
 * of them, for what one of them asks once. The signal stays blocked, and is waited for:
 * it cannot come in a moment in which nobody listens.
 */
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "daemon/now.h"
#include "httpd/answer.h"

#define PATIENCE_MS 60000	/* as for a report, see reporting.c */
#define LOOK_S 1		/* until it is noticed that the parent has gone */

enum { ANSWER_NONE, ANSWER_YES, ANSWER_NO };

/* Of all processes one number. */
static pid_t parent;

static sigset_t
only_answers(void)
{
	sigset_t s;

	sigemptyset(&s);
	sigaddset(&s, SIGUSR2);
	return s;
}

int
answer_prepare(void)
{
	const sigset_t answers = only_answers();

	parent = getpid();
	return sigprocmask(SIG_BLOCK, &answers, NULL);
}

void
answer_give(pid_t pid, int yes)
{
	const union sigval value = {.sival_int = yes ? ANSWER_YES : ANSWER_NO};

	(void)sigqueue(pid, SIGUSR2, value);
}

/* Others can send the signal, but not as its queue's, in the name of our parent. */
static int
take(time_t seconds)
{
	const struct timespec patience = {.tv_sec = seconds};
	const sigset_t answers = only_answers();
	siginfo_t info;

	if (sigtimedwait(&answers, &info, &patience) != SIGUSR2 ||
	    info.si_code != SI_QUEUE || info.si_pid != parent)
		return ANSWER_NONE;
	return info.si_value.sival_int == ANSWER_YES ? ANSWER_YES : ANSWER_NO;
}

void
answer_begin(void)
{
	(void)take(0);
}

int
answer_wait(void)
{
	const long long end_ms = now_ms() + PATIENCE_MS;
	int answer;

	while ((answer = take(LOOK_S)) == ANSWER_NONE && now_ms() < end_ms &&
	    getppid() == parent)
		;
	return answer == ANSWER_YES;
}
