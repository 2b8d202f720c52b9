/*
 * One entry after the other. Every name is walked from the image's folder
 * without following links (openat2), so an archive cannot make a link and
 * then write through it.
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
#include "file/lastpart.h"
#include "mkbootroot/image/entryname.h"
#include "mkbootroot/image/unpack.h"
#include "mkbootroot/image/unpacklink.h"

#define ENTRIES_MAX 200000

const char *
unpack_reason(struct unpack *u)
{
	const char *said = archive_error_string(u->archive);

	if (said == NULL)
		return "it is cut or damaged";
	/* Some of its versions end in a newline. */
	snprintf(u->reason, sizeof(u->reason), "%.*s",
	    (int)strcspn(said, "\n"), said);
	return u->reason;
}

/* Opens the folder that the last part of path lies in, made if missing. */
static int
open_parent(struct unpack *u, const char *path, const char **base)
{
	char folder[sizeof(u->path)];
	const char *slash;
	int fd;

	*base = last_part(path);
	if (*base == path)
		return dup(u->dirfd);
	for (slash = strchr(path, '/'); slash != NULL;
	    slash = strchr(slash + 1, '/')) {
		memcpy(folder, path, (size_t)(slash - path));
		folder[slash - path] = '\0';
		fd = beneath_nolink(u->dirfd, folder,
		    O_RDONLY | O_DIRECTORY, 0);
		if (fd == -1 && errno == ENOENT &&
		    mkdirat(u->dirfd, folder, 0755) == 0)
			fd = beneath_nolink(u->dirfd, folder,
			    O_RDONLY | O_DIRECTORY, 0);
		if (fd == -1)
			return -1;
		if (strchr(slash + 1, '/') == NULL)
			return fd;
		close(fd);
	}
	return -1;
}

/* The mode is set by hand, whatever our umask is. */
static int
make_folder(struct unpack *u, int parent, const char *base)
{
	struct stat st;

	if (mkdirat(parent, base, 0755) == -1) {
		if (errno != EEXIST || fstatat(parent, base, &st,
		    AT_SYMLINK_NOFOLLOW) == -1)
			return unpack_fail(u, errno, "cannot make folder");
		if (!S_ISDIR(st.st_mode))
			return unpack_fail(u, 0, "a folder where a file is");
	}
	u->folders++;
	return fchmodat(parent, base, 0755, 0) == 0 ? 0 :
	    unpack_fail(u, errno, "cannot change mode");
}

/*
 * The entry's data; holes stay holes. A size that is not true is an error: the
 * archive is not what its maker has made.
 */
static int
copy_data(struct unpack *u, int fd, struct archive_entry *e)
{
	const la_int64_t size = archive_entry_size_is_set(e) ?
	    archive_entry_size(e) : -1;
	const void *block;
	la_int64_t at;
	size_t n;
	int got;

	while ((got = archive_read_data_block(u->archive, &block, &n, &at))
	    == ARCHIVE_OK || got == ARCHIVE_WARN) {
		u->bytes += n;
		if (u->bytes > UNPACK_BYTES_MAX || at > (la_int64_t)UNPACK_BYTES_MAX)
			return unpack_fail(u, 0, "the archive holds more than "
			    "64 GiB");
		if (size != -1 && at + (la_int64_t)n > size)
			return unpack_fail(u, 0, "it is longer than its size");
		if (unpack_write(u, fd, block, n, at) == -1)
			return -1;
		u->progress(u->progress_arg, u);
	}
	if (got != ARCHIVE_EOF)
		return unpack_fail(u, 0, "%s", unpack_reason(u));
	if (size > (la_int64_t)UNPACK_BYTES_MAX)
		return unpack_fail(u, 0, "the archive holds more than 64 GiB");
	if (size > 0 && lseek(fd, 0, SEEK_END) < size &&
	    ftruncate(fd, size) == -1)
		return unpack_fail(u, errno, "cannot write");
	return 0;
}

static int
make_file(struct unpack *u, int parent, const char *base,
    struct archive_entry *e)
{
	mode_t mode = archive_entry_perm(e) & 0111 ? 0755 : 0644;
	int fd, result;

	/* A name that comes twice: the later one holds, as with tar. */
	if (unpack_replace(u, parent, base) == -1)
		return -1;
	fd = openat(parent, base, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (fd == -1)
		return unpack_fail(u, errno, "cannot make file");
	result = u->fromfd == -1 ? copy_data(u, fd, e) :
	    unpack_copy(u, fd, parent, base, mode);
	if (result == 0 && fchmod(fd, mode) == -1)
		result = unpack_fail(u, errno, "cannot change mode");
	if (close(fd) == -1 && result == 0)
		result = unpack_fail(u, errno, "cannot write");
	u->files++;
	return result;
}

static int
make_hard_link(struct unpack *u, int parent, const char *base,
    const char *text, struct archive_entry *e)
{
	char target[sizeof(u->path)], shown[LOG_VISIBLE_SIZE(60)];
	const char *target_base;
	struct stat st;
	int from, result = -1, fd;

	log_visible(shown, sizeof(shown), text, strlen(text));
	if (strlen(text) < u->prefix_n ||
	    entry_name(target, sizeof(target), text + u->prefix_n) == -1)
		return unpack_fail(u, 0, "a hard link that leaves the image, to %s",
		    shown);
	if (strcmp(target, u->path) == 0)
		return unpack_fail(u, 0, "a hard link to itself");
	if ((from = open_parent(u, target, &target_base)) == -1)
		return unpack_fail(u, 0, "a hard link to what is not there, %s",
		    shown);
	if (fstatat(from, target_base, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !S_ISREG(st.st_mode)) {
		unpack_fail(u, 0, "a hard link to what is no file before it, %s",
		    shown);
	} else if ((result = unpack_replace(u, parent, base)) == 0 &&
	    linkat(from, target_base, parent, base, 0) == -1)
		result = unpack_fail(u, errno, "cannot make hard link");
	close(from);
	/* cpio keeps the data with the last name of a file. */
	if (result == 0 && archive_entry_size(e) > 0) {
		fd = openat(parent, base, O_WRONLY | O_TRUNC | O_NOFOLLOW |
		    O_CLOEXEC);
		if (fd == -1)
			return unpack_fail(u, errno, "cannot write");
		result = copy_data(u, fd, e);
		if (close(fd) == -1 && result == 0)
			result = unpack_fail(u, errno, "cannot write");
	}
	u->files++;
	return result;
}

static int
make_one(struct unpack *u, struct archive_entry *e)
{
	const char *base, *hard = archive_entry_hardlink(e);
	int parent, result, error;

	if ((parent = open_parent(u, u->path, &base)) == -1)
		return unpack_fail(u, errno == ELOOP || errno == ENOTDIR ? 0 : errno,
		    errno == ELOOP || errno == ENOTDIR ?
		    "it lies behind a link or a file" : "cannot make folder");
	if (hard != NULL) {
		result = make_hard_link(u, parent, base, hard, e);
	} else {
		switch (archive_entry_filetype(e)) {
		case AE_IFREG:
			result = make_file(u, parent, base, e);
			break;
		case AE_IFDIR:
			result = make_folder(u, parent, base);
			break;
		case AE_IFLNK:
			result = unpack_link(u, parent, base,
			    archive_entry_symlink(e));
			break;
		case AE_IFCHR:
		case AE_IFBLK:
			result = unpack_fail(u, 0, "a device");
			break;
		default:
			result = unpack_fail(u, 0, "neither file, folder nor link");
		}
	}
	error = errno;
	close(parent);
	errno = error;
	return result;
}

int
unpack_entry(struct unpack *u, struct archive_entry *e)
{
	const char *name = archive_entry_pathname(e);

	u->path[0] = '\0';
	if (name == NULL)
		return unpack_fail(u, 0, "a name that cannot be read");
	if (++u->entries > ENTRIES_MAX)
		return unpack_fail(u, 0, "more than %d entries", ENTRIES_MAX);
	if (strlen(name) >= u->prefix_n)
		name += u->prefix_n;
	if (u->prefix_n > 0)	/* a folder: what follows its own name */
		name += strspn(name, "/");
	if (entry_name(u->path, sizeof(u->path), name) == -1) {
		snprintf(u->path, sizeof(u->path), "%s", name);
		return unpack_fail(u, 0, name[0] == '/' ? "an absolute name" :
		    strlen(name) >= sizeof(u->path) ? "the name is too long" :
		    "a name with \"..\"");
	}
	if (u->path[0] == '\0')		/* "./", the image itself */
		return 0;
	return make_one(u, e);
}
