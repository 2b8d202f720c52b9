/*
 * The process has a group of its own, so that what a script has started ends with it.
 */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <unistd.h>

#include "file/writeall.h"
#include "mkbootroot/spawn.h"

int
spawn_input(const char *text, size_t n)
{
	int fd = memfd_create("input", MFD_CLOEXEC), error;

	if (fd == -1)
		return -1;
	if (write_all(fd, text, n) == 0 && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

int
spawn_program(pid_t *pid, const char *const argv[], const int fd[3])
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int error, i;

	sigemptyset(&none);
	sigfillset(&all);
	if ((error = posix_spawn_file_actions_init(&actions)) != 0)
		return error;
	if ((error = posix_spawnattr_init(&attributes)) != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return error;
	}
	for (i = 0; i < 3 && error == 0; i++)
		if (fd[i] != -1)
			error = posix_spawn_file_actions_adddup2(&actions,
			    fd[i], i);
	if (error == 0 &&
	    (error = posix_spawnattr_setsigmask(&attributes, &none)) == 0 &&
	    (error = posix_spawnattr_setsigdefault(&attributes, &all)) == 0 &&
	    (error = posix_spawnattr_setflags(&attributes,
	    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
	    POSIX_SPAWN_SETSIGDEF)) == 0)
		error = posix_spawnp(pid, argv[0], &actions, &attributes,
		    (char *const *)argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}
