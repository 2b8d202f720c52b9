/*
 * Where the lines of the log go: to syslogd, or to standard error. Nothing here
 * waits for whoever reads them.
 */
#ifndef LOGSEND_H
#define LOGSEND_H

#include <stddef.h>

/* Bytes of a line for standard error, with its newline: a pipe takes so many
   in one piece or not at all (PIPE_BUF). */
#define LOGSEND_ERROR_MAX 4096

/*
 * Opens the way. Before anything is locked in or given up: the socket of
 * syslogd, or standard error a second time.
 */
void logsend_open(int to_stderr);

/*
 * One line, in one piece: for syslogd as it wants it, for standard error with
 * its newline. 0; -1: nobody took it, errno is EAGAIN where somebody is there
 * who does not read.
 */
int logsend(const char *line, size_t n);

/*
 * The descriptor that lines are sent or written to, after logsend_open(): for
 * a filter of system calls. -1: there is no syslogd.
 */
int logsend_fd(void);

#endif
