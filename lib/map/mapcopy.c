/*
 * A map is judged and used from a copy: of a file that is mapped, memory changes
 * when somebody writes to it, or ends in SIGBUS, and what was found good is so no
 * longer.
 */
#include <bsd/sys/endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "map/mapcopy.h"
#include "map/mapseal.h"

#define SMALL (256 * 1024)	/* a thousand clients and more */

/* Reads n bytes; what the file does not have any more is left. -1: errno. */
static int
read_bytes(int fd, unsigned char *buf, size_t n)
{
	size_t done = 0;
	ssize_t got = 1;

	while (done < n && got != 0) {
		got = pread(fd, buf + done, n - done, (off_t)done);
		if (got == -1 && errno != EINTR)
			return -1;
		done += got > 0 ? (size_t)got : 0;
	}
	return 0;
}

/*
 * Memory for n bytes that children do not have: a transfer has nothing to look
 * for in the map, and its start does not copy the tables of so many pages.
 */
static unsigned char *
own_memory(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	(void)madvise(p, n, MADV_HUGEPAGE);
	(void)madvise(p, n, MADV_DONTFORK);
	return p;
}

/*
 * The same bytes as memory that children have as well. The tables of a small map
 * are copied by a fork in less time than the page faults take that a child would
 * have for the few pages that it looks at.
 */
static unsigned char *
inherit(const unsigned char *bytes, size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	memcpy(p, bytes, n);
	(void)mprotect(p, n, PROT_READ);
	return p;
}

/*
 * As memory of a file without a name that nobody can write to any more: its
 * descriptor. -1: errno.
 */
static int
seal(const unsigned char *bytes, size_t n)
{
	const int fd = memfd_create("map", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	size_t done = 0;
	ssize_t got = 1;

	while (fd != -1 && done < n && got > 0) {
		got = pwrite(fd, bytes + done, n - done, (off_t)done);
		done += got > 0 ? (size_t)got : 0;
	}
	if (fd == -1 || (done == n && fcntl(fd, F_ADD_SEALS,
	    F_SEAL_FUTURE_WRITE | F_SEAL_GROW | F_SEAL_SHRINK |
	    F_SEAL_SEAL) == 0))
		return fd;
	close(fd);
	return -1;
}

/* A fork copies no tables of it. NULL: errno. */
static unsigned char *
map_sealed(int fd, size_t n)
{
	void *p = mmap(NULL, n, PROT_READ, MAP_SHARED, fd, 0);

	return p == MAP_FAILED ? NULL : p;
}

/* Makes it that, and is rid of what was only ours. NULL: done. */
static const char *
share_copy(unsigned char **bytes, size_t n, int *sealed_fd)
{
	unsigned char *shared = NULL;

	if (n <= SMALL)
		shared = inherit(*bytes, n);
	else if ((*sealed_fd = seal(*bytes, n)) != -1 &&
	    (shared = map_sealed(*sealed_fd, n)) == NULL) {
		close(*sealed_fd);
		*sealed_fd = -1;
	}
	if (shared == NULL)
		return strerror(errno);
	munmap(*bytes, n);
	*bytes = shared;
	return NULL;
}

static struct cdb
ready(const unsigned char *bytes, size_t n)
{
	return (struct cdb){.cdb_fd = -1, .cdb_mem = bytes,
	    .cdb_fsize = (unsigned)n, .cdb_dend = le32dec(bytes)};
}

const char *
mapcopy_take(struct cdb *cdb, int fd, off_t size, int is_shared,
    int *sealed_fd, int *is_bad)
{
	unsigned char head[MAP_SUM_AT] = {0}, *bytes;
	const char *reason;
	size_t n = (size_t)size;

	*sealed_fd = -1;
	*is_bad = 0;
	/* The beginning first: what is no map may be of any size. */
	if (read_bytes(fd, head, sizeof(head)) == -1)
		return strerror(errno);
	*is_bad = 1;
	if (size < MAP_SUM_AT || size > UINT32_MAX)
		return map_no_map;
	if ((reason = map_check_head(head, (uint64_t)size)) != NULL)
		return reason;
	*is_bad = 0;
	if ((bytes = own_memory(n)) == NULL)
		return strerror(errno);
	if (read_bytes(fd, bytes, n) == -1) {
		reason = strerror(errno);
	} else if ((reason = map_check(bytes, n)) != NULL) {
		*is_bad = 1;
	} else if (!is_shared ||
	    (reason = share_copy(&bytes, n, sealed_fd)) == NULL) {
		*cdb = ready(bytes, n);
		return NULL;
	}
	munmap(bytes, n);
	return reason;
}

int
mapcopy_seal(const struct cdb *cdb)
{
	return seal(cdb->cdb_mem, cdb->cdb_fsize);
}

int
mapcopy_take_sealed(struct cdb *cdb, int fd, size_t n)
{
	const unsigned char *bytes = map_sealed(fd, n);

	if (bytes == NULL)
		return -1;
	*cdb = ready(bytes, n);
	return 0;
}

void
mapcopy_free(struct cdb *cdb)
{
	munmap((void *)(uintptr_t)cdb->cdb_mem, cdb->cdb_fsize);
	cdb->cdb_mem = NULL;
}
