/*
 * Nothing that an archive says is trusted: names and links stay inside the
 * image, and modes are ours.
 */
#include <archive.h>
#include <archive_entry.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/given.h"
#include "file/system.h"
#include "map/map.h"
#include "mkbootroot/command.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/image/keepiso.h"
#include "mkbootroot/image/packediso.h"
#include "mkbootroot/image/progress.h"
#include "mkbootroot/image/transaction.h"
#include "mkbootroot/image/udf.h"
#include "mkbootroot/image/unpacklink.h"

#define BLOCK (128 * 1024)
#define UDF_HEAD (4 * 1024 * 1024)	/* of a packed ISO file */

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

/* Progress: bytes read of those that the archive or the folder has. */
struct shown {
	struct progress progress;
	unsigned long long source_size;
};

/* The bytes in a folder; it may change while they are counted. */
static unsigned long long
folder_size(const char *folder)
{
	char *const roots[] = { (char *)folder, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	unsigned long long bytes = 0;
	FTSENT *e;

	while (fts != NULL && (e = fts_read(fts)) != NULL)
		if (e->fts_info == FTS_F)
			bytes += (unsigned long long)e->fts_statp->st_size;
	if (fts != NULL)
		fts_close(fts);
	return bytes;
}

static void
show(void *arg, const struct unpack *u)
{
	struct shown *s = arg;
	la_int64_t read = s->source_size == 0 ? 0 : u->fromfd != -1 ?
	    (la_int64_t)u->bytes : archive_filter_bytes(u->archive, -1);

	progress_show(&s->progress, u->files, u->bytes,
	    read < 0 ? 0 : (unsigned long long)read, s->source_size);
}

/*
 * The next entry: 1; 0: the end; -1: the source is to blame. libarchive would
 * go on behind a damaged entry (ARCHIVE_RETRY); then something is missing.
 */
static int
next_entry(struct transaction *t, struct unpack *u, struct archive_entry **e)
{
	int got = archive_read_next_header(u->archive, e);

	if (got == ARCHIVE_EOF)
		return 0;
	if (got == ARCHIVE_OK || got == ARCHIVE_WARN)
		return 1;
	transaction_fail(t, 0, "cannot read %s: %s", t->source,
	    unpack_reason(u));
	return -1;
}

/*
 * Goes into a folder that is being copied, unless the boot root lies in
 * it: the copy would then copy itself for ever.
 */
static int
descend(struct transaction *t, struct unpack *u, struct archive_entry *e)
{
	struct stat root;

	if (!archive_read_disk_can_descend(u->archive))
		return 0;
	if (fstat(t->rootfd, &root) == 0 &&
	    (dev_t)archive_entry_dev(e) == root.st_dev &&
	    (ino_t)archive_entry_ino64(e) == root.st_ino)
		return transaction_fail(t, 0, "cannot copy %s: the boot root lies in it",
		    t->source);
	if (archive_read_disk_descend(u->archive) != ARCHIVE_OK)
		return transaction_fail(t, 0, "cannot read %s: %s", t->source,
		    unpack_reason(u));
	return 0;
}

/* What an entry said, and the exit code: 1 where the archive is to blame. */
static int
blame(struct transaction *t, int error, const struct unpack *u)
{
	transaction_fail(t, 0, "cannot unpack %s: %s", t->source, u->message);
	return system_exit_code(error);
}

static int
unpack_all(struct transaction *t, struct unpack *u, int from_disk)
{
	struct archive_entry *e;
	int got, code;

	while ((got = next_entry(t, u, &e)) == 1) {
		if (unpack_entry(u, e) == -1)
			return blame(t, errno, u);
		if (from_disk && (code = descend(t, u, e)) != 0)
			return code;
		show(u->progress_arg, u);
	}
	if (got == -1)
		return 1;
	if (u->files == 0)
		return transaction_fail(t, 0, "cannot import %s: it holds no files",
		    t->source);
	if (unpack_check_links(u) == -1)
		return blame(t, errno, u);
	return 0;
}

/* The ISO file, or the beginning of what is packed, where UDF describes itself; -1. */
static int
open_iso(const struct transaction *t, const struct unpack *u)
{
	int fd;

	if (!packediso_is(u->archive))
		return given_open(t->source);
	fd = memfd_create("iso", MFD_CLOEXEC);
	/* What is damaged behind that was said when it was read. */
	if (fd != -1)
		(void)packediso_copy(t->source, fd, UDF_HEAD);
	return fd;
}

/*
 * Media of Windows have all on UDF, and a readme on ISO 9660, which libarchive
 * reads.
 */
static int
check_udf(struct transaction *t, const struct unpack *u)
{
	int fd = open_iso(t, u);
	struct udf udf = { .is = 0 };

	if (fd != -1) {
		udf_look(fd, &udf);
		close(fd);
	}
	if (!udf_is_rest(&udf, u->files, u->folders, u->bytes))
		return 0;
	if (packediso_is(u->archive))
		return transaction_fail(t, 0, "cannot import %s: its content "
		    "is on a second file system, UDF: unpack the archive, "
		    "mount the ISO file in it (mount -o ro,loop FILE.iso "
		    "/mnt), and import that folder",
		    t->source);
	return transaction_fail(t, 0, "cannot import %s: its content is on a "
	    "second file system, UDF: mount it (mount -o ro,loop %s /mnt), and "
	    "import that folder", t->source, t->source);
}

/* The ISO file itself, where its system wants to have it. Exit code. */
static int
keep(struct transaction *t, const struct unpack *u, int dirfd)
{
	const char *name = "";
	int linked;

	if ((archive_format(u->archive) & ARCHIVE_FORMAT_BASE_MASK) !=
	    ARCHIVE_FORMAT_ISO9660)
		return 0;
	if (keep_iso(dirfd, t->source, packediso_is(u->archive), &name,
	    &linked) == -1)
		return transaction_fail(t, errno, "cannot keep %s as %s",
		    t->source, name);
	t->linked += (size_t)linked;
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
fill(struct transaction *t, int dirfd)
{
	struct shown shown = { .source_size = 0 };
	struct unpack u = { .dirfd = dirfd, .fromfd = -1, .progress = show,
	    .progress_arg = &shown };
	struct stat st;
	int from_disk, code, opened;

	if (given_check_link(t->source) == -1 || stat(t->source, &st) == -1) {
		if (errno == ENOENT && strstr(t->source, "://") != NULL)
			return transaction_fail(t, 0, "cannot read %s: it is no "
			    "file of this host: download it, and import that",
			    t->source);
		return transaction_fail(t, errno, "cannot read %s", t->source);
	}
	from_disk = S_ISDIR(st.st_mode);
	shown.source_size = !from_disk ? (unsigned long long)st.st_size :
	    t->progress ? folder_size(t->source) : 0;
	progress_start(&shown.progress, t->name, t->progress);
	u.archive = from_disk ? archive_read_disk_new() : open_archive();
	if (u.archive == NULL)
		return transaction_fail(t, ENOMEM, "cannot read %s", t->source);
	if (from_disk) {
		u.prefix_n = prefix_of(t->source);
		u.fromfd = given_open_folder(t->source);
		if (u.fromfd == -1) {
			archive_read_free(u.archive);
			return transaction_fail(t, errno, "cannot read %s", t->source);
		}
		archive_read_disk_set_symlink_hybrid(u.archive);
		archive_read_disk_set_behavior(u.archive,
		    ARCHIVE_READDISK_NO_XATTR | ARCHIVE_READDISK_NO_ACL |
		    ARCHIVE_READDISK_NO_FFLAGS | ARCHIVE_READDISK_NO_SPARSE);
		opened = archive_read_disk_open(u.archive, t->source);
	} else
		opened = archive_read_open_filename(u.archive, t->source,
		    BLOCK);
	code = opened == ARCHIVE_OK ? unpack_all(t, &u, from_disk) :
	    transaction_fail(t, 0, "cannot read %s: %s", t->source,
	    unpack_reason(&u));
	if (code == 0 && !from_disk)
		code = check_udf(t, &u);
	progress_end(&shown.progress);
	t->files = u.files;
	t->linked = u.linked;
	if (code == 0 && !from_disk)
		code = keep(t, &u, dirfd);
	t->bytes = u.bytes;
	unpack_links_free(&u);
	archive_read_free(u.archive);
	if (u.fromfd != -1)
		close(u.fromfd);
	return code;
}

/* Whether the image has answers for its clients. */
static int
has_preseed(int rootfd, const char *name)
{
	char path[MAP_NAME_MAX + sizeof(IMAGE_PRESEED) + 1];

	snprintf(path, sizeof(path), "%s/" IMAGE_PRESEED, name);
	return faccessat(rootfd, path, F_OK, 0) == 0;
}

int
import(const struct options *o, const char *name, const char *source)
{
	struct transaction t = { .name = name, .source = source,
	    .root = o->root, .fill = fill, .progress = !o->quiet && isatty(STDERR_FILENO) };
	int code = 0, had_preseed;

	if ((t.rootfd = root_open(o)) == -1)
		return system_exit_code(errno);
	had_preseed = has_preseed(t.rootfd, name);
	if (!o->dry && (code = transaction_write(&t)) != 0)
		return code;
	if (t.linked > 0 && !o->quiet)
		printf("%zu large file%s shared with %s by hard links: what "
		    "writes to one writes to both\n", t.linked,
		    t.linked == 1 ? " is" : "s are", source);
	if (had_preseed && !has_preseed(t.rootfd, name) && !o->quiet)
		warnx("warning: " IMAGE_PRESEED " went with the old image: "
		    "mkbootroot preseed %s puts one into the new", name);
	if (!o->quiet)
		image_show(t.rootfd, name, stdout);
	return 0;
}
