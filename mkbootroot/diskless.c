/*
 * The files are filled into the image's new folder, as those of an import.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "copy.h"
#include "diskless.h"
#include "image.h"
#include "import.h"
#include "progress.h"
#include "system.h"

struct work {
	const struct kernel *k;
	struct initramfs *r;
	struct progress progress;
};

static void
show(void *arg, const struct initramfs *r, unsigned long long done)
{
	progress_show(arg, r->n, done, done, r->bytes);
}

/* "cannot VERB WHAT: reason", for the import; its exit code. */
static int
fail(struct import *im, int error, const char *cannot, const char *what,
    const char *reason)
{
	snprintf(im->message, sizeof(im->message), "cannot %s %.400s: %s",
	    cannot, what, reason);
	return error == 0 ? 1 : system_exit_code(error);
}

/* For struct import. Exit code. */
static int
fill(struct import *im, int dirfd)
{
	struct work *w = im->fill_arg;
	const char *name = w->r->gzip ? "initrd.gz" : "initrd.zst";
	int fd, code = 0;

	if (copy_to(w->k->fd, dirfd, "vmlinuz") == -1)
		return fail(im, errno, "copy kernel", w->k->path,
		    strerror(errno));
	fd = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (fd == -1)
		return fail(im, errno, "make", name, strerror(errno));
	progress_start(&w->progress, im->name, im->progress);
	w->r->progress = show;
	w->r->progress_arg = &w->progress;
	if (initramfs_write(w->r, fd) == -1)
		code = fail(im, errno, "make initramfs of", im->name,
		    w->r->message);
	else if (fchmod(fd, 0644) == -1)
		code = fail(im, errno, "make", name, strerror(errno));
	progress_end(&w->progress);
	if (close(fd) == -1 && code == 0)
		code = fail(im, errno, "write", name, strerror(errno));
	im->files = 2;
	return code;
}

int
diskless_write(const struct options *o, int rootfd, const char *name,
    const struct kernel *k, struct initramfs *r)
{
	struct work w = { .k = k, .r = r };
	struct import im = { .name = name, .root = o->root,
	    .rootfd = rootfd, .fill = fill, .fill_arg = &w,
	    .progress = !o->quiet && isatty(STDERR_FILENO) };
	struct image found;
	int code;

	import_clean(rootfd);
	if ((code = import_image(&im)) != 0) {
		warnx("%s", im.message);
		return code;
	}
	if (!o->quiet && image_scan(rootfd, name, &found) == 1)
		image_print(name, &found, stdout);
	return 0;
}
