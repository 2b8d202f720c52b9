/*
 * journalctl knows where journals are, how they are compressed and who may read
 * them. What it writes to standard error would be written across the screen: it
 * goes into a file of memory, and is said at the end.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mkbootroot/see/journal.h"

#define CANNOT_RUN 127
#define PIPE_SIZE (1 << 20)

int
journal_is_hidden(void)
{
	static const char *const places[] = {
		"/run/log/journal/*/system.journal",
		"/var/log/journal/*/system.journal"
	};
	glob_t found;
	int hidden = 0;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (glob(places[i], GLOB_NOSORT, NULL, &found) != 0)
			continue;
		for (size_t k = 0; k < found.gl_pathc; k++)
			hidden |= access(found.gl_pathv[k], R_OK) == -1 &&
			    errno == EACCES;
		globfree(&found);
	}
	return hidden;
}

/* In the child. Ends with the reason where there is no such program. */
static _Noreturn void
run(int follows, const char *since, int out, int said, pid_t parent)
{
	const char *argv[] = { "journalctl", "--quiet", "--no-pager",
	    "--output=short-iso-precise", "--identifier=tftpd",
	    "--identifier=httpd", "--identifier=dhcp-helper", NULL, NULL, NULL,
	    NULL };
	char from[64];
	size_t n = 7;

	if (follows) {
		argv[n++] = "--follow";
		argv[n++] = "--lines=all";
	}
	if (since != NULL) {
		snprintf(from, sizeof(from), "--since=%s", since);
		argv[n++] = from;
	}
	/* The parent may be gone before this is said. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || getppid() != parent)
		_exit(CANNOT_RUN);
	if (dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO) == -1 ||
	    dup2(out, STDOUT_FILENO) == -1 || dup2(said, STDERR_FILENO) == -1)
		_exit(CANNOT_RUN);
	execvp(argv[0], (char **)argv);
	dprintf(STDERR_FILENO, "%s; name a file of the log instead\n",
	    strerror(errno));
	_exit(CANNOT_RUN);
}

int
journal_start(int follows, const char *since, pid_t *child, int *said)
{
	const pid_t parent = getpid();
	int ends[2], error;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return -1;
	if ((*said = memfd_create("journalctl", MFD_CLOEXEC)) == -1 ||
	    (*child = fork()) == -1) {
		error = errno;
		if (*said != -1)
			close(*said);
		close(ends[0]);
		close(ends[1]);
		errno = error;
		return -1;
	}
	if (*child == 0)
		run(follows, since, ends[1], *said, parent);
	close(ends[1]);
	/* A day's lines come fast; without it they come a little slower. */
	(void)fcntl(ends[0], F_SETPIPE_SZ, PIPE_SIZE);
	return ends[0];
}

/* The last line that it wrote to standard error, without control characters. */
static void
last_said(int said, char *text, size_t size)
{
	char bytes[1024];
	const off_t end = lseek(said, 0, SEEK_END);
	const off_t from = end > (off_t)sizeof(bytes) - 1 ?
	    end - (off_t)sizeof(bytes) + 1 : 0;
	ssize_t n = pread(said, bytes, sizeof(bytes) - 1, from);
	char *line;

	while (n > 0 && bytes[n - 1] == '\n')
		n--;
	bytes[n > 0 ? n : 0] = '\0';
	line = strrchr(bytes, '\n');
	snprintf(text, size, "%s", line != NULL ? line + 1 : bytes);
	for (line = text; *line != '\0'; line++)
		if (*line < ' ' || *line > '~')
			*line = '?';
}

int
journal_end(pid_t child, int is_early, int said, char *text, size_t size)
{
	int status;
	pid_t pid;

	if (is_early)
		(void)kill(child, SIGKILL);
	while ((pid = waitpid(child, &status, 0)) == -1 && errno == EINTR)
		;
	text[0] = '\0';
	if (said != -1)
		last_said(said, text, size);
	if (pid == -1 || is_early || (WIFEXITED(status) &&
	    WEXITSTATUS(status) == 0))
		return 0;
	if (text[0] == '\0' && WIFSIGNALED(status))
		snprintf(text, size, "signal %d", WTERMSIG(status));
	else if (text[0] == '\0')
		snprintf(text, size, "exit status %d", WEXITSTATUS(status));
	return -1;
}
