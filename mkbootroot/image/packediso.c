/*
 * The whole of it is never in memory.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <unistd.h>

#include "file/given.h"
#include "file/writeall.h"
#include "mkbootroot/image/packed.h"
#include "mkbootroot/image/packediso.h"

#define CHUNK 65536

int
packediso_is(struct archive *a)
{
	return archive_filter_code(a, 0) != ARCHIVE_FILTER_NONE;
}

static int
copy_data(struct archive *a, int to, long long most)
{
	char buf[CHUNK];
	long long left = most;
	la_ssize_t n;

	while (left != 0 && (n = archive_read_data(a, buf, left < 0 ||
	    left > CHUNK ? CHUNK : (size_t)left)) != 0) {
		if (n < 0) {
			errno = archive_errno(a) > 0 ? archive_errno(a) : 0;
			return -1;
		}
		if (write_all(to, buf, (size_t)n) == -1)
			return -1;
		left -= left < 0 ? 0 : n;
	}
	return 0;
}

int
packediso_copy(const char *source, int to, long long most)
{
	struct archive *a = packed_reader();
	struct archive_entry *e;
	int fd = given_open(source), done = -1, error;

	if (a == NULL)
		errno = ENOMEM;
	if (a != NULL && fd != -1) {
		errno = 0;
		if (archive_read_open_fd(a, fd, CHUNK) == ARCHIVE_OK &&
		    archive_read_next_header(a, &e) == ARCHIVE_OK)
			done = copy_data(a, to, most);
	}
	error = errno;
	if (a != NULL)
		archive_read_free(a);
	if (fd != -1)
		close(fd);
	errno = error;
	return done;
}
