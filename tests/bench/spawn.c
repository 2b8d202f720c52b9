/*
 * What it costs to start and end a process, and a thread, that do nothing:
 * microseconds for each, on one processor. Linked statically, so that the
 * process is as small as one can be.
 *
 *	spawn
 */
#include <err.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TIMES 5000

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
process(void)
{
	pid_t pid = fork();

	if (pid == -1)
		err(1, "fork");
	if (pid == 0)
		_exit(0);
	if (waitpid(pid, NULL, 0) == -1)
		err(1, "waitpid");
}

static void *
nothing(void *unused)
{
	return unused;
}

static void
thread(void)
{
	pthread_t t;

	if (pthread_create(&t, NULL, nothing, NULL) != 0)
		errx(1, "pthread_create");
	pthread_join(t, NULL);
}

static double
each_us(void (*spawn)(void))
{
	double begun = now_us();

	for (int i = 0; i < TIMES; i++)
		spawn();
	return (now_us() - begun) / TIMES;
}

int
main(void)
{
	/* Processes first: a thread would leave memory for them to copy. */
	double p = each_us(process);

	printf("%.1f %.1f\n", p, each_us(thread));
	return 0;
}
