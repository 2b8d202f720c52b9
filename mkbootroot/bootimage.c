/*
 * The kernel reads several archives in one file, each compressed or not: so
 * an initrd of another maker is copied, and ours follows it.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bootimage.h"
#include "copy.h"
#include "image.h"
#include "import.h"
#include "progress.h"
#include "system.h"

/* "cannot VERB WHAT: reason", for the import; its exit code. */
static int
fail(struct import *im, int error, const char *cannot, const char *what,
    const char *reason)
{
	snprintf(im->message, sizeof(im->message), "cannot %s %.200s: %.700s",
	    cannot, what, reason);
	return system_exit_code(error);
}

static void
show(void *arg, const struct initramfs *r, unsigned long long done)
{
	progress_show(arg, r->n, done, done, r->bytes);
}

static int
write_initrd(struct import *im, const struct bootimage *b, int fd)
{
	struct progress progress;
	int code = 0;

	if (b->own != -1 && copy(b->own, fd) == -1)
		return fail(im, errno, "copy the initrd of", im->name,
		    strerror(errno));
	progress_start(&progress, im->name, im->progress);
	b->r->progress = show;
	b->r->progress_arg = &progress;
	if (initramfs_write(b->r, fd) == -1)
		code = fail(im, errno, "make the initramfs of", im->name,
		    b->r->message);
	progress_end(&progress);
	return code;
}

/* Fills the new image; for struct import. Exit code. */
static int
fill(struct import *im, int dirfd)
{
	const struct bootimage *b = im->fill_arg;
	int fd, code;

	if (copy_to(b->kernel->fd, dirfd, "vmlinuz") == -1)
		return fail(im, errno, "copy kernel", b->kernel->path,
		    strerror(errno));
	fd = openat(dirfd, b->initrd, O_WRONLY | O_CREAT | O_EXCL |
	    O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		return fail(im, errno, "make", b->initrd, strerror(errno));
	code = write_initrd(im, b, fd);
	if (code == 0 && fchmod(fd, 0644) == -1)
		code = fail(im, errno, "write", b->initrd, strerror(errno));
	if (close(fd) == -1 && code == 0)
		code = fail(im, errno, "write", b->initrd, strerror(errno));
	im->files = 2;
	return code;
}

int
bootimage_write(const struct options *o, int rootfd,
    const struct bootimage *b)
{
	struct bootimage mine = *b;
	struct import im = { .name = b->name, .root = o->root,
	    .rootfd = rootfd, .fill = fill, .fill_arg = &mine,
	    .progress = !o->quiet && isatty(STDERR_FILENO) };
	int code;

	import_clean(rootfd);
	if ((code = import_image(&im)) != 0) {
		warnx("%s", im.message);
		return code;
	}
	if (!o->quiet)
		image_show(rootfd, b->name, stdout);
	return 0;
}
