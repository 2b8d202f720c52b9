/*
 * All is looked for before the first byte is written: the tree, its kernel,
 * the modules or the initrd. The exports come before the image, which is of
 * no use without them.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/beneath.h"
#include "file/given.h"
#include "file/replace.h"
#include "file/system.h"
#include "mkbootroot/diskless/bootimage.h"
#include "mkbootroot/diskless/busybox.h"
#include "mkbootroot/diskless/modules.h"
#include "mkbootroot/diskless/nfsexport.h"
#include "mkbootroot/diskless/nfsinit.h"
#include "mkbootroot/diskless/nfssource.h"
#include "mkbootroot/diskless/tree.h"
#include "mkbootroot/image/kernelfind.h"
#include "mkbootroot/nfsroot.h"

struct work {
	const struct options *o;
	const struct nfsroot *want;
	struct nfs_source source;
	const char *folder;	/* the tree here, NULL: there is none */
	int treefd, rootfd;
	int own;		/* the tree's initrd, -1: ours */
	struct kernel kernel;
	struct initramfs r;
};

/* nfsv3 is for those who ask for it: nfsroot=...,vers=3,nolock. */
static const char *const modules_nfs[] = {
	"nfs", "nfsv3", "nfsv4", "overlay", NULL
};

static int
say_out_of_memory(const struct work *w)
{
	warn("cannot make nfsroot %s", w->want->name);
	return 111;
}

/* What the command line says. Exit code. */
static int
check_words(struct work *w)
{
	const struct nfsroot *want = w->want;
	const char *reason;

	if ((reason = nfs_source_parse(&w->source, want->source)) != NULL) {
		warnx("%s %s", want->source, reason);
		return 1;
	}
	if ((reason = nfs_clients_check(want->clients)) != NULL) {
		warnx("-a %s %s", want->clients, reason);
		return 1;
	}
	if (want->own && !w->source.is_ipv4) {
		warnx("%s: the tree's own initrd knows servers only by their "
		    "IPv4 address", want->source);
		return 1;
	}
	if (want->file == NULL ||
	    export_file_check(want->file, NFS_EXPORT_MARK) == 0)
		return 0;
	if (errno != 0)
		return system_say("cannot replace", want->file);
	warnx("cannot replace %s: it was not written by mkbootroot",
	    want->file);
	return 1;
}

/* Opens the tree, if it is here or has to be. Exit code. */
static int
open_tree(struct work *w)
{
	const struct nfsroot *want = w->want;
	int fd;

	w->folder = want->folder != NULL ? want->folder : w->source.path;
	w->treefd = given_open_folder(w->folder);
	if (w->treefd == -1) {
		if (want->folder == NULL && want->kernel != NULL &&
		    !want->own && errno == ENOENT) {
			w->folder = NULL;
			return 0;
		}
		if (want->folder != NULL || errno != ENOENT)
			return system_say("cannot read", w->folder);
		warnx("cannot read %s: %s; name the folder that has the tree "
		    "here", w->folder, strerror(errno));
		return 1;
	}
	fd = beneath_chroot(w->treefd, "sbin/init", O_PATH);
	if (fd != -1)
		close(fd);
	else if (!w->o->quiet)
		warnx("warning: %s has no sbin/init", w->folder);
	return 0;
}

/* What the kernel cannot do without: NULL, or the name of the module. */
static const char *
lacking(const struct kernel *k, const struct modules *m)
{
	static const char *const needed[] = { "nfs", "nfsv4", "overlay" };
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (!modules_has(m, needed[i]) &&
		    !modules_builtin(k->modules, needed[i]))
			return needed[i];
	return NULL;
}

/* Chooses modules and adds them. Exit code. */
static int
take_modules(struct work *w, struct modules *m)
{
	const struct kernel *k = &w->kernel;
	const char *name;
	int code;

	if (modules_list(m, k->modules) == -1 ||
	    modules_choose(m, k->modules, modules_network) == -1 ||
	    modules_choose(m, k->modules, modules_nfs) == -1 ||
	    modules_add(m, &w->r, k->version) == -1) {
		code = system_exit_code(errno);
		warnx("%s", m->message);
		return code;
	}
	if ((name = lacking(k, m)) == NULL)
		return 0;
	warnx("cannot make nfsroot %s: kernel %s has no module %s",
	    w->want->name, k->version, name);
	return 1;
}

/* Our own initramfs: busybox, modules, /init. Exit code. */
static int
make_initramfs(struct work *w)
{
	struct modules m = { .n = 0 };
	char message[1024];
	void *program;
	size_t n;
	int result, code;

	if (w->kernel.modules == -1) {
		warnx("cannot make nfsroot %s: there are no modules for "
		    "kernel %s", w->want->name, w->kernel.path);
		return 1;
	}
	code = take_modules(w, &m);
	modules_free(&m);
	if (code != 0)
		return code;
	program = busybox_read(&n, message, sizeof(message));
	if (program == NULL) {
		warnx("cannot make nfsroot %s: %s", w->want->name, message);
		return 1;
	}
	result = busybox_add(&w->r, program, n, nfs_init_end);
	free(program);
	return result == -1 || nfs_init_add(&w->r, &w->source,
	    w->want->writable) == -1 ? say_out_of_memory(w) : 0;
}

/* The tree's own initrd, and our word to it. Exit code. */
static int
take_own(struct work *w)
{
	int code;

	w->own = tree_initrd_open(w->treefd, w->kernel.path);
	if (w->own == -1) {
		code = system_exit_code(errno);
		warnx("cannot read the initrd of kernel %s in %s/boot: %s",
		    w->kernel.path, w->folder, system_reason(errno));
		return code;
	}
	return nfs_init_add_own(&w->r, &w->source, w->want->writable) == -1 ?
	    say_out_of_memory(w) : 0;
}

static int
prepare(struct work *w)
{
	int code;

	if ((code = check_words(w)) != 0 || (code = open_tree(w)) != 0)
		return code;
	if (kernel_find(w->want->kernel, w->treefd, w->folder,
	    &w->kernel) == -1) {
		code = system_exit_code(errno);
		warnx("%s", w->kernel.message);
		return code;
	}
	if (!w->kernel.known && !w->o->quiet)
		warnx("warning: %s does not look like a kernel for PCs",
		    w->kernel.path);
	if (w->folder != NULL && !w->kernel.in_tree && !w->o->quiet)
		warnx("warning: %s has no modules for kernel %s", w->folder,
		    w->kernel.path);
	code = w->want->own ? take_own(w) : make_initramfs(w);
	return code == 0 && initramfs_order(&w->r) == -1 ?
	    say_out_of_memory(w) : code;
}

/* The exports: into the file, and on the screen. Exit code. */
static int
write_exports(const struct work *w, char text[NFS_EXPORT_SIZE])
{
	const struct nfsroot *want = w->want;
	const struct nfs_export e = { .image = want->name,
	    .source = &w->source, .clients = want->clients,
	    .writable = want->writable, .version = want->own ? 3 : 4 };

	if (want->file != NULL && !w->o->dry) {
		nfs_export_text(&e, nfs_export_file_is_for(want->file), text);
		if (replace_file(AT_FDCWD, want->file, text,
		    strlen(text)) == -1)
			return system_say("cannot write", want->file);
	}
	nfs_export_text(&e, NFS_BOTH, text);
	return 0;
}

static int
run(struct work *w)
{
	const struct nfsroot *want = w->want;
	struct bootimage b = { .name = want->name, .kernel = &w->kernel,
	    .r = &w->r };
	char text[NFS_EXPORT_SIZE];
	int code;

	w->r.gzip = want->gzip;
	if ((code = prepare(w)) != 0 || (code = write_exports(w, text)) != 0)
		return code;
	b.own = w->own;
	b.initrd = want->own ? "initrd.img" : want->gzip ? "initrd.gz" :
	    "initrd.zst";
	if (!w->o->dry)
		code = bootimage_write(w->o, w->rootfd, &b);
	if (code == 0 && !w->o->quiet)
		fputs(text, stdout);
	return code;
}

int
nfsroot(const struct options *o, const struct nfsroot *want)
{
	struct work w = { .o = o, .want = want, .treefd = -1, .own = -1 };
	int code;

	w.kernel.fd = w.kernel.modules = -1;
	if ((w.rootfd = root_open(o)) == -1)
		return system_exit_code(errno);
	code = run(&w);
	initramfs_free(&w.r);
	kernel_close(&w.kernel);
	if (w.own != -1)
		close(w.own);
	if (w.treefd != -1)
		close(w.treefd);
	close(w.rootfd);
	return code;
}
