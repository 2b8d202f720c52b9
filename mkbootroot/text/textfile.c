/*
 * Reading to the end, then line by line.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/given.h"
#include "mkbootroot/text/textfile.h"

#define SIZE_MAX_BYTES (64 * 1024 * 1024)

static char *
read_all(int fd, size_t *n)
{
	size_t size = 65536;
	char *text = NULL, *more;
	ssize_t got;
	int error;

	*n = 0;
	for (;;) {
		if ((more = realloc(text, size)) == NULL)
			break;
		text = more;
		while ((got = read(fd, text + *n, size - 1 - *n)) > 0)
			*n += (size_t)got;
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			break;
		if (*n < size - 1) {
			text[*n] = '\0';
			return text;
		}
		if (size >= SIZE_MAX_BYTES) {
			errno = EFBIG;
			break;
		}
		size *= 2;
	}
	error = errno;
	free(text);
	errno = error;
	return NULL;
}

char *
textfile_read(const char *path, size_t *n)
{
	int error, fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) :
	    given_open(path);
	char *text;

	if (fd == -1)
		return NULL;
	text = read_all(fd, n);
	error = errno;
	close(fd);
	errno = error;
	return text;
}

char *
textfile_line(char *text, size_t n, size_t *pos)
{
	char *line = text + *pos, *end;

	if (*pos >= n)
		return NULL;
	end = memchr(line, '\n', n - *pos);
	if (end == NULL)
		end = text + n;
	*pos = (size_t)(end - text) + 1;
	*end = '\0';
	if (end > line && end[-1] == '\r')
		end[-1] = '\0';
	return line;
}

const char *
textfile_name(const char *path)
{
	return strcmp(path, "-") == 0 ? "stdin" : path;
}
