/*
 * Everything is looked for and chosen before the first byte is written: the
 * content of the folder, the kernel, its modules, /init.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/log.h"
#include "file/given.h"
#include "file/system.h"
#include "mkbootroot/diskless/bootimage.h"
#include "mkbootroot/diskless/busybox.h"
#include "mkbootroot/diskless/initfind.h"
#include "mkbootroot/diskless/initramfs.h"
#include "mkbootroot/diskless/modules.h"
#include "mkbootroot/diskless/tree.h"
#include "mkbootroot/image/kernelfind.h"
#include "mkbootroot/ramdisk.h"

struct work {
	const struct options *o;
	const struct ramdisk *want;
	int rootfd, treefd;
	struct kernel kernel;
	struct initramfs r;
};

/* busybox's init starts a shell on the console, again and again. */
static const char init_end[] =
"# A USB keyboard may be found later than the network.\n"
"(for i in 1 2 3 4 5 6 7 8 9 10; do sleep 1; load_drivers; done) &\n"
"exec /bin/busybox init\n";
static const char inittab[] =
"# Made by mkbootroot(8).\n"
"::respawn:-/bin/busybox cttyhack /bin/busybox sh -l\n"
"::ctrlaltdel:/bin/busybox reboot\n";

static void caution(const struct work *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A warning, which -q keeps away. */
static void
caution(const struct work *w, const char *format, ...)
{
	va_list ap;

	if (w->o->quiet)
		return;
	va_start(ap, format);
	fputs("mkbootroot: warning: ", stderr);
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
	va_end(ap);
}

static void
warn_path(void *arg, const char *path, const char *reason)
{
	char shown[LOG_VISIBLE_SIZE(100)];

	caution(arg, "%s: %s", log_visible(shown, sizeof(shown), path,
	    strlen(path)), reason);
}

static int
take_tree(struct work *w)
{
	struct tree t = { .dirfd = w->treefd, .rootfd = w->rootfd,
	    .warn = warn_path, .warn_arg = w };
	int code;

	if (tree_add(&t, &w->r) == 0)
		return 0;
	code = system_exit_code(errno);
	warnx("cannot pack %s: %s", w->want->folder, t.message);
	return code;
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
	if (found == INIT_FOUND && reason != NULL)
		caution(w, "%s: %s", w->want->folder, reason);
	return w->want->busybox || found == INIT_MISSING ? add_busybox(w) :
	    0;
}

static int
add_modules(struct work *w)
{
	const struct kernel *k = &w->kernel;
	struct modules m = { .n = 0 };
	int code = 0;

	if (modules_list(&m, k->modules) == -1 ||
	    modules_choose(&m, k->modules, modules_network) == -1 ||
	    modules_add(&m, &w->r, k->version) == -1) {
		code = system_exit_code(errno);
		warnx("%s", m.message);
	}
	modules_free(&m);
	return code;
}

/* Adds drivers for the network, unless the tree has its own. Exit code. */
static int
take_modules(struct work *w)
{
	const struct kernel *k = &w->kernel;
	char dep[KERNEL_VERSION_SIZE + 64];

	snprintf(dep, sizeof(dep), "lib/modules/%s/modules.dep", k->version);
	if (k->in_tree && initramfs_find(&w->r, dep) != NULL)
		return 0;
	if (k->in_tree)
		caution(w, "%s: lib/modules/%s has no modules.dep, so only "
		    "drivers for the network are found in it; depmod -b "
		    "makes it", w->want->folder, k->version);
	if (k->modules != -1)
		return add_modules(w);
	if (k->version[0] == '\0')
		caution(w, "%s: the version of this kernel is not known, so "
		    "no modules are packed", k->path);
	else
		caution(w, "there are no modules of kernel %s", k->version);
	return 0;
}

/* Finds all that goes into the image. Exit code. */
static int
prepare(struct work *w)
{
	int code;

	if (w->want->folder != NULL && (code = take_tree(w)) != 0)
		return code;
	if (kernel_find(w->want->kernel, w->treefd, w->want->folder,
	    &w->kernel) == -1) {
		code = system_exit_code(errno);
		warnx("%s", w->kernel.message);
		return code;
	}
	if (!w->kernel.known)
		caution(w, "%s does not look like a kernel for PCs",
		    w->kernel.path);
	if ((code = take_init(w)) != 0 || (code = take_modules(w)) != 0)
		return code;
	if (initramfs_order(&w->r) == -1) {
		warn("cannot make ramdisk %s", w->want->name);
		return 111;
	}
	return 0;
}

/*
 * Whether the folder is the image, or lies in it: it would be gone when the
 * new image has taken its place.
 */
static int
is_in_image(const struct work *w)
{
	char image[PATH_MAX], folder[PATH_MAX], path[PATH_MAX];
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", w->o->root, w->want->name);
	if (realpath(path, image) == NULL ||
	    realpath(w->want->folder, folder) == NULL)
		return 0;
	n = strlen(image);
	return strncmp(folder, image, n) == 0 &&
	    (folder[n] == '\0' || folder[n] == '/');
}

/* Opens the folder. Exit code. */
static int
open_tree(struct work *w)
{
	const char *folder = w->want->folder;

	w->treefd = given_open_folder(folder);
	if (w->treefd == -1)
		return system_say("cannot read", folder);
	if (is_in_image(w)) {
		warnx("cannot pack %s: it lies in image %s, which would be "
		    "replaced", folder, w->want->name);
		return 1;
	}
	return 0;
}

int
ramdisk(const struct options *o, const struct ramdisk *want)
{
	struct work w = { .o = o, .want = want, .treefd = -1,
	    .kernel = { .fd = -1, .modules = -1 },
	    .r = { .gzip = want->gzip } };
	const struct bootimage image = { .name = want->name,
	    .kernel = &w.kernel, .own = -1, .r = &w.r,
	    .initrd = want->gzip ? "initrd.gz" : "initrd.zst" };
	int code = 0;

	if ((w.rootfd = root_open(o)) == -1)
		return system_exit_code(errno);
	if (want->folder != NULL)
		code = open_tree(&w);
	if (code == 0)
		code = prepare(&w);
	if (code == 0 && !o->dry)
		code = bootimage_write(o, w.rootfd, &image);
	if (code == 0)
		caution(&w, "%s needs clients with %llu MB of RAM at least",
		    want->name, (w.r.memory >> 20) + 1);
	initramfs_free(&w.r);
	kernel_close(&w.kernel);
	if (w.treefd != -1)
		close(w.treefd);
	close(w.rootfd);
	return code;
}
