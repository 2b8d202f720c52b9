/*
 * What it costs to start and end a process, a thread, and a process that
 * locks itself in as a transfer of tftpd does, and that do nothing else:
 * microseconds for each, on one processor. Linked statically, so that the
 * process is as small as one can be.
 *
 *	spawn process|thread|locked
 */
#include <err.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tftpd/lockin.h"

#define TIMES 5000

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static struct lockin lockin;

static void
spawn(int locked)
{
	int status;
	pid_t pid = fork();

	if (pid == -1)
		err(1, "fork");
	if (pid == 0)
		_exit(locked && lockin_child(&lockin, LOCKIN_SEND) == -1);
	if (waitpid(pid, &status, 0) == -1)
		err(1, "waitpid");
	if (status != 0)
		errx(1, "a process could not lock itself in");
}

static void
process(void)
{
	spawn(0);
}

static void
locked_process(void)
{
	spawn(1);
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
main(int argc, char *argv[])
{
	const struct lockin_needs needs = {.root_fd = -1, .upload_fd = -1,
	    .map_path = "/nonexistent", .descriptors = 64};
	struct sandbox sandbox;
	const char *what = argc == 2 ? argv[1] : "";
	void (*spawn_one)(void);

	if (strcmp(what, "process") == 0)
		spawn_one = process;
	else if (strcmp(what, "thread") == 0)
		spawn_one = thread;
	else if (strcmp(what, "locked") == 0)
		spawn_one = locked_process;
	else
		errx(1, "usage: spawn process|thread|locked");
	if (spawn_one == locked_process)
		lockin_parent(&lockin, &needs, &sandbox);
	printf("%.1f\n", each_us(spawn_one));
	return 0;
}
