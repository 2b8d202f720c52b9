/*
 * The order is what counts: all of the file is on the disk before it has its
 * name, and the name is there before anybody is told.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/lock.h"
#include "file/replace.h"
#include "file/writeall.h"

/* Takes the lock; what a killed writer has left is written over. */
static int
take(struct replace *r, pid_t *holder)
{
	if (r->base[0] == '\0') {
		errno = EISDIR;
		return -1;
	}
	r->fd = lock_take(r->dirfd, r->temporary, LOCK_WAIT_S, holder);
	return r->fd == -1 ? -1 : ftruncate(r->fd, 0);
}

int
replace_begin(struct replace *r, int dirfd, const char *path, pid_t *holder)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash == NULL ? path : slash + 1;
	char *folder = NULL, *temporary = NULL;
	int error;

	*r = (struct replace){ .dirfd = -1, .fd = -1 };
	if (slash == NULL)
		folder = strdup(".");
	else
		folder = strndup(path, (size_t)(slash - path) + 1);
	r->base = strdup(base);
	if (asprintf(&temporary, ".%s.new", base) != -1)
		r->temporary = temporary;
	if (folder != NULL && r->base != NULL && r->temporary != NULL)
		r->dirfd = openat(dirfd, folder,
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (r->dirfd != -1 && take(r, holder) == 0)
		return 0;
	error = errno;
	replace_abort(r);
	errno = error;
	return -1;
}

int
replace_commit(struct replace *r)
{
	struct replace done = *r;
	int error;

	/* The mode first: it is to be on the disk with the bytes. */
	if (fchmod(r->fd, 0644) == -1 || fsync(r->fd) == -1 ||
	    renameat(r->dirfd, r->temporary, r->dirfd, r->base) == -1) {
		error = errno;
		replace_abort(r);
		errno = error;
		return -1;
	}
	done.temporary = NULL;		/* the name is gone */
	free(r->temporary);
	error = fsync(r->dirfd) == -1 ? errno : 0;
	replace_abort(&done);
	errno = error;
	return error == 0 ? 0 : -1;
}

void
replace_abort(struct replace *r)
{
	if (r->fd != -1 && r->temporary != NULL)
		lock_drop(r->dirfd, r->temporary, r->fd);
	else if (r->fd != -1)
		close(r->fd);
	if (r->dirfd != -1)
		close(r->dirfd);
	free(r->base);
	free(r->temporary);
}

int
replace_file(int dirfd, const char *path, const void *bytes, size_t n)
{
	struct replace r;
	pid_t holder;
	int error;

	if (replace_begin(&r, dirfd, path, &holder) == -1)
		return -1;
	if (write_all(r.fd, bytes, n) == 0)
		return replace_commit(&r);
	error = errno;
	replace_abort(&r);
	errno = error;
	return -1;
}
