/*
 * Distributions compress their modules, and not every client could unpack
 * them: the initramfs is compressed as a whole, so they are packed plain.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/beneath.h"
#include "mkbootroot/diskless/moduleread.h"

#define MODULE_MAX (256UL << 20)
#define FIRST_SIZE (128 * 1024)

size_t
module_is_name(const char *name)
{
	static const char *const end[] = { ".ko", ".ko.gz", ".ko.xz",
	    ".ko.zst" };
	const size_t n = strlen(name);
	size_t i, end_n;

	for (i = 0; i < sizeof(end) / sizeof(end[0]); i++) {
		end_n = strlen(end[i]);
		if (n > end_n && strcmp(name + n - end_n, end[i]) == 0)
			return n - end_n + 3;
	}
	return 0;
}

/* Reads to the end into memory that grows. NULL: errno. */
static unsigned char *
read_all(struct archive *a, size_t *n)
{
	unsigned char *bytes = NULL, *more;
	size_t size = 0;
	la_ssize_t got = 1;

	for (*n = 0; got > 0; *n += (size_t)got) {
		if (*n == size) {
			size = size == 0 ? FIRST_SIZE : size * 2;
			more = size > MODULE_MAX ? NULL :
			    realloc(bytes, size);
			if (more == NULL) {
				free(bytes);
				errno = ENOMEM;
				return NULL;
			}
			bytes = more;
		}
		got = archive_read_data(a, bytes + *n, size - *n);
		if (got < 0) {
			free(bytes);
			errno = 0;
			return NULL;
		}
	}
	return bytes;
}

unsigned char *
module_read(int dirfd, const char *file, size_t *n)
{
	struct archive *a = archive_read_new();
	struct archive_entry *e;
	unsigned char *bytes = NULL;
	int fd, error;

	if (a == NULL) {
		errno = ENOMEM;
		return NULL;
	}
	archive_read_support_format_raw(a);
	archive_read_support_filter_gzip(a);
	archive_read_support_filter_xz(a);
	archive_read_support_filter_zstd(a);
	fd = beneath_nolink_file(dirfd, file);
	if (fd == -1) {
		error = errno;
	} else if (archive_read_open_fd(a, fd, FIRST_SIZE) != ARCHIVE_OK ||
	    archive_read_next_header(a, &e) != ARCHIVE_OK) {
		error = 0;
	} else {
		bytes = read_all(a, n);
		error = errno;
	}
	archive_read_free(a);
	if (fd != -1)
		close(fd);
	errno = error;
	return bytes;
}
