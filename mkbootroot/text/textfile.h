/*
 * A text file of others, such as a configuration, as a whole.
 */
#ifndef TEXTFILE_H
#define TEXTFILE_H

#include <stddef.h>

/*
 * Reads a file, "-": standard input, of at most 64 MiB. The bytes, with a NUL
 * behind them, which the caller frees; *n is their number. NULL: errno.
 */
char *textfile_read(const char *path, size_t *n);

/*
 * The next line of n bytes, without its end; *pos begins at 0. NULL: no
 * more. The line becomes a string where it stands; one with a NUL ends there.
 */
char *textfile_line(char *text, size_t n, size_t *pos);

/* How a file is called in messages: "stdin" for "-". */
const char *textfile_name(const char *path);

#endif
