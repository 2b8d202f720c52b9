/*
 * .NAME.new is filled, brought to the disk, and takes the image's place in one
 * step. The old image goes only then. .NAME.lock keeps a second writer of the
 * same image away.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/append.h"
#include "file/lock.h"
#include "file/renameat.h"
#include "file/system.h"
#include "map/map.h"
#include "mkbootroot/image/remove.h"
#include "mkbootroot/image/transaction.h"

#define NAME_SIZE (MAP_NAME_MAX + 8)

int
transaction_fail(struct transaction *t, int error, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	append_failure(t->message, sizeof(t->message), error, format, ap);
	va_end(ap);
	return system_exit_code(error);
}

/* Puts the new folder where the image is looked for, in one step. */
static int
exchange(struct transaction *t, const char *new)
{
	struct stat st;

	if (fstatat(t->rootfd, t->name, &st, AT_SYMLINK_NOFOLLOW) == -1) {
		if (errno != ENOENT)
			return transaction_fail(t, errno, "cannot replace image %s",
			    t->name);
		if (rename_new(t->rootfd, new, t->name) == -1)
			return transaction_fail(t, errno, "cannot make image %s",
			    t->name);
	} else if (!S_ISDIR(st.st_mode)) {
		return transaction_fail(t, 0, "cannot replace image %s: it is not a "
		    "folder", t->name);
	} else if (rename_exchange(t->rootfd, new, t->name) == -1)
		return transaction_fail(t, errno, "cannot exchange image %s", t->name);
	return 0;
}

/* The same with the lock held. */
static int
write_locked(struct transaction *t, const char *new)
{
	int dirfd, code;

	if (remove_tree(t->rootfd, new) == -1)
		return transaction_fail(t, errno, "cannot remove %s/%s", t->root, new);
	if (mkdirat(t->rootfd, new, 0700) == -1)
		return transaction_fail(t, errno, "cannot make folder %s/%s", t->root,
		    new);
	dirfd = openat(t->rootfd, new,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dirfd == -1)
		return transaction_fail(t, errno, "cannot open %s/%s", t->root, new);
	code = t->fill(t, dirfd);
	/* One call brings all files and folders to the disk. */
	if (code == 0 && (fchmod(dirfd, 0755) == -1 || syncfs(dirfd) == -1))
		code = transaction_fail(t, errno, "cannot write %s/%s", t->root, new);
	close(dirfd);
	if (code == 0)
		code = exchange(t, new);
	/* Only the name may be lost: the old image has to wait for it. */
	if (code == 0 && fsync(t->rootfd) == -1)
		return transaction_fail(t, errno, "cannot write %s", t->root);
	/* The old image, or what has come of the new one. */
	if (remove_tree(t->rootfd, new) == -1 && code == 0)
		code = transaction_fail(t, errno, "cannot remove %s/%s", t->root, new);
	return code;
}

/* Exit code, with the message set. */
static int
lock_and_write(struct transaction *t)
{
	char new[NAME_SIZE], lock[NAME_SIZE];
	pid_t holder;
	int fd, code;

	snprintf(new, sizeof(new), ".%s.new", t->name);
	snprintf(lock, sizeof(lock), ".%s.lock", t->name);
	t->message[0] = '\0';
	fd = lock_take(t->rootfd, lock, LOCK_WAIT_S, &holder);
	if (fd == -1 && errno == EAGAIN) {
		transaction_fail(t, 0, "cannot write image %s: process %ld is writing "
		    "it", t->name, (long)holder);
		return 111;
	}
	if (fd == -1)
		return transaction_fail(t, errno, "cannot write in %s", t->root);
	code = write_locked(t, new);
	lock_drop(t->rootfd, lock, fd);
	return code;
}

int
transaction_write(struct transaction *t)
{
	int code;

	remove_leftovers(t->rootfd);
	if ((code = lock_and_write(t)) != 0)
		warnx("%s", t->message);
	return code;
}
