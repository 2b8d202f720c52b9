/*
 * One line for each event, to syslogd or, with -d, to standard error.
 *
 * Everything that came from the network or from a file goes through
 * log_visible() first, so that nobody outside can write lines of our log.
 */
#ifndef LOG_H
#define LOG_H

#include <stddef.h>

/* Four characters for each byte (strnvis(3), octal), and the NUL. */
#define LOG_VISIBLE_SIZE(n) (4 * (n) + 1)

/*
 * Opens the log, once. Call it before anything is locked or chrooted: the
 * socket to syslogd and /etc/localtime are opened here. verbose lets LOG_DEBUG
 * through.
 */
void log_open(const char *program, int to_stderr, int verbose);

/* Whether a line of this priority is logged at all. */
int log_wants(int priority);

/*
 * One line; priority as in syslog(3). The text needs no newline. It never
 * waits: a line that nobody takes is lost, and counted.
 */
void log_line(int priority, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * The last line of a program that cannot go on. Where it was started by hand, a person
 * waits at a terminal: there it stands as well, behind the program's name, unless the
 * log is there anyway.
 */
void log_end(int by_hand, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Says how many lines were lost, if any were. 0; -1: nobody takes that. */
int log_catch_up(void);

/* Whether lines were lost because somebody does not read, who may again. */
int log_is_unread(void);

/*
 * Writes n bytes of src into dst so that only printable ASCII without
 * blanks is left (strnvis(3)), cut to fit size; always NUL-terminated. An
 * empty src gives "-". Returns dst.
 */
char *log_visible(char *dst, size_t size, const void *src, size_t n);

#endif
