/*
 * The entries as a compressed cpio archive. libarchive writes it; what must
 * not depend on the machine is set here: owner, time, inode number, order.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/log.h"
#include "file/beneath.h"
#include "mkbootroot/diskless/initramfs.h"

#define CHUNK 65536

struct out {
	struct initramfs *r;
	struct archive *archive;
	int fd;
	int error;		/* of the writing into fd */
	unsigned long long done;	/* bytes of files */
};

static int fail(struct initramfs *r, int error, const char *path,
    const char *what) __attribute__((nonnull(1, 4)));

static int
fail(struct initramfs *r, int error, const char *path, const char *what)
{
	char shown[LOG_VISIBLE_SIZE(100)];

	snprintf(r->message, sizeof(r->message), "%s%s%s%s%s", what,
	    path == NULL ? "" : " ", path == NULL ? "" :
	    log_visible(shown, sizeof(shown), path, strlen(path)),
	    error == 0 ? "" : ": ", error == 0 ? "" : strerror(error));
	errno = error;
	return -1;
}

static int
fail_archive(struct out *o)
{
	if (o->error != 0)
		return fail(o->r, o->error, NULL, "cannot write");
	return fail(o->r, archive_errno(o->archive), NULL,
	    archive_error_string(o->archive) == NULL ? "out of memory" :
	    archive_error_string(o->archive));
}

/* For libarchive: writes all that it has compressed. */
static la_ssize_t
write_block(struct archive *a, void *arg, const void *bytes, size_t n)
{
	struct out *o = arg;
	ssize_t done;

	if ((done = write(o->fd, bytes, n)) == -1) {
		o->error = errno;
		archive_set_error(a, errno, "cannot write");
	}
	return done;
}

static int
write_bytes(struct out *o, const void *bytes, size_t n)
{
	la_ssize_t done = archive_write_data(o->archive, bytes, n);

	if (done < 0 || (size_t)done != n)
		return fail_archive(o);
	o->done += n;
	if (o->r->progress != NULL)
		o->r->progress(o->r->progress_arg, o->r, o->done);
	return 0;
}

/* A file's content; its size is in the archive already. */
static int
copy_file(struct out *o, const struct initramfs_entry *e)
{
	char buf[CHUNK];
	unsigned long long left = e->size;
	ssize_t n = 0;
	int fd, result = 0;

	fd = beneath_nolink_file(e->dirfd, e->path);
	if (fd == -1 && errno != EINVAL && errno != ELOOP)
		return fail(o->r, errno, e->path, "cannot read");
	if (fd == -1)
		return fail(o->r, 0, e->path,
		    "this file changes while it is read:");
	while (result == 0 && left > 0 && left <= e->size &&
	    (n = read(fd, buf, left < CHUNK ? left : CHUNK)) > 0) {
		result = write_bytes(o, buf, (size_t)n);
		left -= (unsigned long long)n;
	}
	if (n == -1)
		result = fail(o->r, errno, e->path, "cannot read");
	else if (result == 0 && (left > 0 || read(fd, buf, 1) != 0))
		result = fail(o->r, 0, e->path,
		    "this file changes while it is read:");
	close(fd);
	return result;
}

static int
write_entry(struct out *o, const struct initramfs_entry *e,
    struct archive_entry *a)
{
	const int content = S_ISREG(e->mode) && e->has_content;

	archive_entry_clear(a);
	archive_entry_set_pathname(a, e->path);
	archive_entry_set_mode(a, e->mode);
	archive_entry_set_uid(a, 0);
	archive_entry_set_gid(a, 0);
	archive_entry_set_mtime(a, 0, 0);
	archive_entry_set_dev(a, 0);
	archive_entry_set_ino64(a, e->number);
	archive_entry_set_nlink(a, e->names);
	archive_entry_set_size(a, content ? (la_int64_t)e->size : 0);
	if (S_ISLNK(e->mode))
		archive_entry_set_symlink(a, e->bytes);
	if (S_ISCHR(e->mode) || S_ISBLK(e->mode))
		archive_entry_set_rdev(a, e->rdev);
	if (archive_write_header(o->archive, a) != ARCHIVE_OK)
		return fail_archive(o);
	if (!content)
		return 0;
	return e->bytes == NULL ? copy_file(o, e) :
	    write_bytes(o, e->bytes, e->size);
}

/* gzip would have the time in its head. */
static int
open_archive(struct out *o)
{
	struct archive *a = o->archive;

	if (archive_write_set_format_cpio_newc(a) != ARCHIVE_OK ||
	    (o->r->gzip ? archive_write_add_filter_gzip(a) :
	    archive_write_add_filter_zstd(a)) != ARCHIVE_OK ||
	    (o->r->gzip && archive_write_set_options(a, "gzip:!timestamp") !=
	    ARCHIVE_OK) ||
	    archive_write_set_bytes_in_last_block(a, 1) != ARCHIVE_OK ||
	    archive_write_open(a, o, NULL, write_block, NULL) != ARCHIVE_OK)
		return fail_archive(o);
	return 0;
}

static int
write_all(struct out *o)
{
	struct archive_entry *a;
	int result = 0;

	if ((a = archive_entry_new()) == NULL)
		return fail(o->r, ENOMEM, NULL, "cannot write");
	for (size_t i = 0; i < o->r->n && result == 0; i++)
		result = write_entry(o, &o->r->entry[i], a);
	archive_entry_free(a);
	if (result == 0 && archive_write_close(o->archive) != ARCHIVE_OK)
		result = fail_archive(o);
	return result;
}

int
initramfs_write(struct initramfs *r, int fd)
{
	struct out o = { .r = r, .fd = fd };
	int result, error;

	if (initramfs_order(r) == -1)
		return fail(r, errno, NULL, "cannot sort the entries");
	if ((o.archive = archive_write_new()) == NULL)
		return fail(r, ENOMEM, NULL, "cannot write");
	result = open_archive(&o) == -1 ? -1 : write_all(&o);
	error = errno;
	archive_write_free(o.archive);
	errno = error;
	return result;
}
