/*
 * Renaming that replaces nothing, or loses nothing.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "file/renameat.h"

/* As <linux/fs.h> has them, which not every <stdio.h> goes along with. */
#define NOREPLACE 1u
#define EXCHANGE 2u

int
rename_new(int dir_fd, const char *old, const char *new)
{
	return (int)syscall(SYS_renameat2, dir_fd, old, dir_fd, new,
	    NOREPLACE);
}

int
rename_exchange(int dir_fd, const char *one, const char *other)
{
	return (int)syscall(SYS_renameat2, dir_fd, one, dir_fd, other,
	    EXCHANGE);
}
