/*
 * An import from the source to the exchange: .NAME.new is filled, brought
 * to the disk, and takes the image's place in one step. The old image goes
 * only then. .NAME.lock keeps a second import of the same image away.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "given.h"
#include "import.h"
#include "lock.h"
#include "map.h"
#include "progress.h"
#include "remove.h"
#include "renameat.h"
#include "system.h"
#include "unpacklink.h"

#define BLOCK (128 * 1024)
#define NAME_SIZE (MAP_NAME_MAX + 8)

static int fail(struct import *im, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Keeps "WHAT: reason" and gives the exit code; error 0: no reason. */
static int
fail(struct import *im, int error, const char *format, ...)
{
	va_list ap;
	size_t n;

	va_start(ap, format);
	vsnprintf(im->message, sizeof(im->message), format, ap);
	va_end(ap);
	n = strlen(im->message);
	if (error != 0)
		snprintf(im->message + n, sizeof(im->message) - n, ": %s",
		    strerror(error));
	return system_exit_code(error);
}

static struct archive *
open_archive(void)
{
	struct archive *a = archive_read_new();

	if (a == NULL)
		return NULL;
	/* Not mtree, which would read files of this host by their names. */
	archive_read_support_format_tar(a);
	archive_read_support_format_cpio(a);
	archive_read_support_format_zip(a);
	archive_read_support_format_iso9660(a);
	archive_read_support_filter_all(a);
	return a;
}

/* Progress: bytes read of those that the archive has. */
struct shown {
	struct progress progress;
	unsigned long long source_size;
};

static void
show(void *arg, const struct unpack *u)
{
	struct shown *s = arg;
	la_int64_t read = s->source_size == 0 ? 0 :
	    archive_filter_bytes(u->archive, -1);

	progress_show(&s->progress, u->files, u->bytes,
	    read < 0 ? 0 : (unsigned long long)read, s->source_size);
}

/*
 * The next entry: 1; 0: the end; -1: the source is to blame. libarchive would
 * go on behind a damaged entry (ARCHIVE_RETRY); then something is missing.
 */
static int
next_entry(struct import *im, struct unpack *u, struct archive_entry **e)
{
	int got = archive_read_next_header(u->archive, e);

	if (got == ARCHIVE_EOF)
		return 0;
	if (got == ARCHIVE_OK || got == ARCHIVE_WARN)
		return 1;
	fail(im, 0, "cannot read %s: %s", im->source,
	    unpack_reason(u));
	return -1;
}

/*
 * Goes into a folder that is being copied, unless the boot root lies in
 * it: the copy would then copy itself for ever.
 */
static int
descend(struct import *im, struct unpack *u, struct archive_entry *e)
{
	struct stat root;

	if (!archive_read_disk_can_descend(u->archive))
		return 0;
	if (fstat(im->rootfd, &root) == 0 &&
	    (dev_t)archive_entry_dev(e) == root.st_dev &&
	    (ino_t)archive_entry_ino64(e) == root.st_ino)
		return fail(im, 0, "cannot copy %s: the boot root lies in it",
		    im->source);
	if (archive_read_disk_descend(u->archive) != ARCHIVE_OK)
		return fail(im, 0, "cannot read %s: %s", im->source,
		    unpack_reason(u));
	return 0;
}

/* What an entry said, and the exit code: 1 where the archive is to blame. */
static int
blame(struct import *im, int error, const struct unpack *u)
{
	fail(im, 0, "cannot unpack %s: %s", im->source, u->message);
	return system_exit_code(error);
}

static int
unpack_all(struct import *im, struct unpack *u, int from_disk)
{
	struct archive_entry *e;
	int got, code;

	while ((got = next_entry(im, u, &e)) == 1) {
		if (unpack_entry(u, e) == -1)
			return blame(im, errno, u);
		if (from_disk && (code = descend(im, u, e)) != 0)
			return code;
		show(u->progress_arg, u);
	}
	if (got == -1)
		return 1;
	if (u->files == 0)
		return fail(im, 0, "cannot import %s: it holds no files",
		    im->source);
	if (unpack_check_links(u) == -1)
		return blame(im, errno, u);
	return 0;
}

/* The bytes of a folder's name, as libarchive has them: no slash behind. */
static size_t
prefix_of(const char *source)
{
	size_t n = strlen(source);

	while (n > 1 && source[n - 1] == '/')
		n--;
	return n;
}

/* Fills the folder dirfd from the source. Exit code. */
static int
fill(struct import *im, int dirfd)
{
	struct shown shown = { .source_size = 0 };
	struct unpack u = { .dirfd = dirfd, .fromfd = -1, .progress = show,
	    .progress_arg = &shown };
	struct stat st;
	int from_disk, code, opened;

	if (given_check_link(im->source) == -1 || stat(im->source, &st) == -1)
		return fail(im, errno, "cannot read %s", im->source);
	from_disk = S_ISDIR(st.st_mode);
	shown.source_size = from_disk ? 0 : (unsigned long long)st.st_size;
	progress_start(&shown.progress, im->name, im->progress);
	u.archive = from_disk ? archive_read_disk_new() : open_archive();
	if (u.archive == NULL)
		return fail(im, ENOMEM, "cannot read %s", im->source);
	if (from_disk) {
		u.prefix_n = prefix_of(im->source);
		u.fromfd = given_open_folder(im->source);
		if (u.fromfd == -1) {
			archive_read_free(u.archive);
			return fail(im, errno, "cannot read %s", im->source);
		}
		archive_read_disk_set_symlink_hybrid(u.archive);
		archive_read_disk_set_behavior(u.archive,
		    ARCHIVE_READDISK_NO_XATTR | ARCHIVE_READDISK_NO_ACL |
		    ARCHIVE_READDISK_NO_FFLAGS | ARCHIVE_READDISK_NO_SPARSE);
		opened = archive_read_disk_open(u.archive, im->source);
	} else
		opened = archive_read_open_filename(u.archive, im->source,
		    BLOCK);
	code = opened == ARCHIVE_OK ? unpack_all(im, &u, from_disk) :
	    fail(im, 0, "cannot read %s: %s", im->source,
	    unpack_reason(&u));
	progress_end(&shown.progress);
	im->files = u.files;
	im->bytes = u.bytes;
	unpack_links_free(&u);
	archive_read_free(u.archive);
	if (u.fromfd != -1)
		close(u.fromfd);
	return code;
}

/* Puts the new folder where the image is looked for, in one step. */
static int
exchange(struct import *im, const char *new)
{
	struct stat st;

	if (fstatat(im->rootfd, im->name, &st, AT_SYMLINK_NOFOLLOW) == -1) {
		if (errno != ENOENT)
			return fail(im, errno, "cannot replace image %s",
			    im->name);
		if (rename_new(im->rootfd, new, im->name) == -1)
			return fail(im, errno, "cannot make image %s",
			    im->name);
	} else if (!S_ISDIR(st.st_mode)) {
		return fail(im, 0, "cannot replace image %s: it is not a "
		    "folder", im->name);
	} else if (rename_exchange(im->rootfd, new, im->name) == -1)
		return fail(im, errno, "cannot exchange image %s", im->name);
	return 0;
}

/* The same with the lock held. */
static int
import_locked(struct import *im, const char *new)
{
	int dirfd, code;

	if (remove_tree(im->rootfd, new) == -1)
		return fail(im, errno, "cannot remove %s/%s", im->root, new);
	if (mkdirat(im->rootfd, new, 0700) == -1)
		return fail(im, errno, "cannot make folder %s/%s", im->root,
		    new);
	dirfd = openat(im->rootfd, new,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dirfd == -1)
		return fail(im, errno, "cannot open %s/%s", im->root, new);
	code = im->fill != NULL ? im->fill(im, dirfd) : fill(im, dirfd);
	/* One call brings all files and folders to the disk. */
	if (code == 0 && (fchmod(dirfd, 0755) == -1 || syncfs(dirfd) == -1))
		code = fail(im, errno, "cannot write %s/%s", im->root, new);
	close(dirfd);
	if (code == 0)
		code = exchange(im, new);
	/* Only the name may be lost: the old image has to wait for it. */
	if (code == 0 && fsync(im->rootfd) == -1)
		return fail(im, errno, "cannot write %s", im->root);
	/* The old image, or what has come of the new one. */
	if (remove_tree(im->rootfd, new) == -1 && code == 0)
		code = fail(im, errno, "cannot remove %s/%s", im->root, new);
	return code;
}

int
import_image(struct import *im)
{
	char new[NAME_SIZE], lock[NAME_SIZE];
	pid_t holder;
	int fd, code;

	snprintf(new, sizeof(new), ".%s.new", im->name);
	snprintf(lock, sizeof(lock), ".%s.lock", im->name);
	im->message[0] = '\0';
	fd = lock_take(im->rootfd, lock, LOCK_WAIT_S, &holder);
	if (fd == -1 && errno == EAGAIN) {
		fail(im, 0, "cannot write image %s: process %ld is writing "
		    "it", im->name, (long)holder);
		return 111;
	}
	if (fd == -1)
		return fail(im, errno, "cannot write in %s", im->root);
	code = import_locked(im, new);
	lock_drop(im->rootfd, lock, fd);
	return code;
}

void
import_clean(int rootfd)
{
	remove_leftovers(rootfd);
}
