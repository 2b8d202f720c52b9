/*
 * The kernel reads several archives in one file, each compressed or not: so
 * an initrd of another maker is copied, and ours follows it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/system.h"
#include "mkbootroot/diskless/bootimage.h"
#include "mkbootroot/image/copy.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/image/progress.h"
#include "mkbootroot/image/transaction.h"
#include "mkbootroot/options.h"

static void
show(void *arg, const struct initramfs *r, unsigned long long done)
{
	progress_show(arg, r->n, done, done, r->bytes);
}

static int
write_initrd(struct transaction *t, const struct bootimage *b, int fd)
{
	struct progress progress;
	int code = 0;

	if (b->own != -1 && copy(b->own, fd) == -1)
		return transaction_fail(t, errno, "cannot copy the initrd of %s",
		    t->name);
	progress_start(&progress, t->name, t->progress);
	b->r->progress = show;
	b->r->progress_arg = &progress;
	if (initramfs_write(b->r, fd) == -1) {
		code = system_exit_code(errno);
		(void)transaction_fail(t, 0,
		    "cannot make the initramfs of %s: %s", t->name,
		    b->r->message);
	}
	progress_end(&progress);
	return code;
}

/* Fills the new image. Exit code. */
static int
fill(struct transaction *t, int dirfd)
{
	const struct bootimage *b = t->fill_arg;
	int fd, code;

	if (copy_to(b->kernel->fd, dirfd, "vmlinuz") == -1)
		return transaction_fail(t, errno, "cannot copy kernel %s",
		    b->kernel->path);
	fd = openat(dirfd, b->initrd, O_WRONLY | O_CREAT | O_EXCL |
	    O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		return transaction_fail(t, errno, "cannot make %s",
		    b->initrd);
	code = write_initrd(t, b, fd);
	if (code == 0 && fchmod(fd, 0644) == -1)
		code = transaction_fail(t, errno, "cannot write %s",
		    b->initrd);
	if (close(fd) == -1 && code == 0)
		code = transaction_fail(t, errno, "cannot write %s",
		    b->initrd);
	t->files = 2;
	return code;
}

int
bootimage_write(const struct options *o, int rootfd,
    const struct bootimage *b)
{
	struct bootimage mine = *b;
	struct transaction t = { .name = b->name, .root = o->root,
	    .rootfd = rootfd, .fill = fill, .fill_arg = &mine,
	    .progress = !o->quiet && isatty(STDERR_FILENO) };
	int code;

	if ((code = transaction_write(&t)) == 0 && !o->quiet)
		image_show(rootfd, b->name, stdout);
	return code;
}
