/*
 * Reading who said it.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "done/doneby.h"

void
done_read_by(int folder_fd, const char *name, char by[DONE_BY_SIZE])
{
	const int fd = openat(folder_fd, name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	ssize_t n = 0;

	if (fd != -1 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		n = pread(fd, by, DONE_BY_SIZE - 1, 0);
	if (fd != -1)
		close(fd);
	by[n < 0 ? 0 : n] = '\0';
	by[strcspn(by, "\n")] = '\0';
	for (char *p = by; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
}
