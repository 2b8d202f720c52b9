/*
 * Everything is looked for and chosen before the first byte is written: the
 * content of the folder, the kernel, its modules, /init. Then kernel and
 * initramfs are written as any image is, and take its place.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "busybox.h"
#include "copy.h"
#include "image.h"
#include "import.h"
#include "initfind.h"
#include "initramfs.h"
#include "kernelfind.h"
#include "map.h"
#include "mapvalue.h"
#include "modules.h"
#include "progress.h"
#include "ramdisk.h"
#include "system.h"
#include "tree.h"

struct work {
	const struct options *o;
	const struct ramdisk *want;
	int rootfd, treefd;
	struct kernel kernel;
	struct initramfs r;
	struct progress progress;
	unsigned long long packed;	/* bytes of kernel and initramfs */
};

/* busybox's init starts a shell on the console, again and again. */
static const char init_end[] = "exec /bin/busybox init\n";
static const char inittab[] =
"# Made by mkbootroot(8).\n"
"::respawn:-/bin/busybox cttyhack /bin/busybox sh -l\n"
"::ctrlaltdel:/bin/busybox reboot\n";

static void
warn_path(const char *path, const char *reason)
{
	warnx("warning: %s: %s", path, reason);
}

static void
pass_over(const char *path, const char *reason)
{
	(void)path;
	(void)reason;
}

static int
take_tree(struct work *w)
{
	struct tree t = { .dirfd = w->treefd, .rootfd = w->rootfd,
	    .warn = w->o->quiet ? pass_over : warn_path };

	if (tree_add(&t, &w->r) == 0)
		return 0;
	warnx("cannot pack %s: %s", w->want->folder, t.message);
	return errno == 0 ? 1 : system_exit_code(errno);
}

/* Adds busybox and our /init; of the tree, if it has one. Exit code. */
static int
add_busybox(struct work *w)
{
	char message[1024];
	void *program = NULL;
	size_t n = 0;
	int result;

	if (initramfs_find(&w->r, "bin/busybox") == NULL) {
		program = busybox_read(&n, message, sizeof(message));
		if (program == NULL) {
			warnx("cannot make ramdisk %s: %s", w->want->name,
			    message);
			return 1;
		}
	}
	result = busybox_add(&w->r, program, n, init_end);
	if (result == 0)
		result = initramfs_file(&w->r, "etc/inittab", 0644, inittab,
		    sizeof(inittab) - 1);
	free(program);
	if (result == -1)
		warn("cannot make ramdisk %s", w->want->name);
	return result == -1 ? 111 : 0;
}

/* Makes sure of /init. Exit code. */
static int
take_init(struct work *w)
{
	const char *reason;
	const enum init found = init_find(&w->r, &reason);

	if (found == INIT_WRONG || (found == INIT_MISSING &&
	    !w->want->busybox &&
	    initramfs_find(&w->r, "bin/busybox") == NULL)) {
		warnx("cannot boot %s: %s%s", w->want->folder, reason,
		    found == INIT_WRONG ? "" : "; -b puts busybox and an "
		    "/init into it");
		return 1;
	}
	if (found == INIT_FOUND && reason != NULL && !w->o->quiet)
		warnx("warning: %s: %s", w->want->folder, reason);
	return w->want->busybox || found == INIT_MISSING ? add_busybox(w) :
	    0;
}

/* Adds drivers for the network, unless the tree has its own. Exit code. */
static int
take_modules(struct work *w)
{
	const struct kernel *k = &w->kernel;
	struct modules m = { .n = 0 };
	int code = 0;

	if (k->in_tree && initramfs_find(&w->r, "init"))
		return 0;
	if (k->modules == -1) {
		if (!w->o->quiet)
			warnx("warning: there are no modules for kernel %s%s: "
			    "only what is built into it will be driven",
			    k->path, k->version[0] == '\0' ?
			    ", whose version is not known" : "");
		return 0;
	}
	if (modules_list(&m, k->modules) == -1 ||
	    modules_choose(&m, k->modules, modules_network) == -1 ||
	    modules_add(&m, &w->r, k->version) == -1) {
		code = errno == 0 ? 1 : system_exit_code(errno);
		warnx("%s", m.message);
	}
	modules_free(&m);
	return code;
}

static int
prepare(struct work *w)
{
	int code;

	if (w->want->folder != NULL && (code = take_tree(w)) != 0)
		return code;
	if (kernel_find(w->want->kernel, w->treefd, w->want->folder,
	    &w->kernel) == -1) {
		warnx("%s", w->kernel.message);
		return errno == 0 ? 1 : system_exit_code(errno);
	}
	if ((code = take_init(w)) != 0)
		return code;
	return take_modules(w);
}

static void
show(void *arg, const struct initramfs *r, unsigned long long done)
{
	progress_show(arg, r->n, done, done, r->bytes);
}

/* Fills the new image; for struct import. Exit code. */
static int
fill(struct import *im, int dirfd)
{
	struct work *w = im->fill_arg;
	const char *name = w->want->gzip ? "initrd.gz" : "initrd.zst";
	long long bytes;
	struct stat st;
	int fd, result;

	if ((bytes = copy_to(w->kernel.fd, dirfd, "vmlinuz")) == -1) {
		snprintf(im->message, sizeof(im->message), "cannot copy "
		    "kernel %.500s: %s", w->kernel.path,
		    strerror(errno));
		return system_exit_code(errno);
	}
	fd = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (fd == -1 || fchmod(fd, 0644) == -1) {
		snprintf(im->message, sizeof(im->message), "cannot make "
		    "%s/.%s.new/%s: %s", im->root, im->name, name,
		    strerror(errno));
		result = system_exit_code(errno);
		if (fd != -1)
			close(fd);
		return result;
	}
	progress_start(&w->progress, im->name, im->progress);
	w->r.progress = show;
	w->r.progress_arg = &w->progress;
	result = initramfs_write(&w->r, fd);
	if (result == -1)
		snprintf(im->message, sizeof(im->message), "cannot make "
		    "ramdisk %s: %s", im->name, w->r.message);
	result = result == 0 ? 0 : errno == 0 ? 1 : system_exit_code(errno);
	progress_end(&w->progress);
	if (fstat(fd, &st) == 0)
		w->packed = (unsigned long long)(bytes + st.st_size);
	close(fd);
	im->files = 2;
	return result;
}

/* Writes the image and says what it is. Exit code. */
static int
write_image(struct work *w)
{
	struct import im = { .name = w->want->name, .root = w->o->root,
	    .rootfd = w->rootfd, .fill = fill, .fill_arg = w,
	    .progress = !w->o->quiet && isatty(STDERR_FILENO) };
	struct image found;
	int code;

	import_clean(w->rootfd);
	if ((code = import_image(&im)) != 0) {
		warnx("%s", im.message);
		return code;
	}
	if (!w->o->quiet && image_scan(w->rootfd, w->want->name, &found) == 1)
		image_print(w->want->name, &found, stdout);
	return 0;
}

int
ramdisk(const struct options *o, const struct ramdisk *want)
{
	struct work w = { .o = o, .want = want, .treefd = -1 };
	int code;

	w.kernel.fd = w.kernel.modules = -1;
	if ((w.rootfd = root_open(o)) == -1)
		return 1;
	if (want->folder != NULL && (w.treefd = open(want->folder,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1) {
		warn("cannot read %s", want->folder);
		close(w.rootfd);
		return 1;
	}
	w.r.gzip = want->gzip;
	if ((code = prepare(&w)) == 0 && !o->dry)
		code = write_image(&w);
	initramfs_free(&w.r);
	kernel_close(&w.kernel);
	if (w.treefd != -1)
		close(w.treefd);
	close(w.rootfd);
	return code;
}
