/*
 * Opening the compiled map, and finding records in it.
 *
 * tinycdb checks every offset of the file against its size and answers
 * EPROTO; here the file is checked as a whole, and each record when it is
 * found.
 */
#include "map.h"

#include <bsd/sys/endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include "mapsum.h"

/*
 * The first record begins behind cdb's table of 256 pointers: two lengths,
 * the key 'V', then the version's bytes:
 *   8  "bootroot"
 *   4  MAP_VERSION
 *   8  length of the file
 *   4  map_sum() of the table of pointers
 *   4  map_sum() of everything behind this record
 */
#define CDB_TABLE_SIZE 2048
#define VERSION_AT (MAP_SUM_AT - MAP_VERSION_SIZE)
#define WHOLE_CHECK_MAX (1024 * 1024)

const char map_missing[] = "No such file or directory";

static const unsigned char magic[8] = {'b', 'o', 'o', 't', 'r', 'o', 'o', 't'};

void
map_version(unsigned char buf[MAP_VERSION_SIZE])
{
	memset(buf, 0, MAP_VERSION_SIZE);
	memcpy(buf, magic, sizeof(magic));
	be32enc(buf + 8, MAP_VERSION);
}

static uint32_t
bytes_sum(const unsigned char *bytes, size_t n)
{
	return map_sum_end(map_sum(MAP_SUM_START, bytes, n));
}

int
map_seal(int fd, uint32_t sum)
{
	unsigned char version[MAP_VERSION_SIZE], table[CDB_TABLE_SIZE];
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) == -1 ||
	    pread(fd, table, sizeof(table), 0) != sizeof(table))
		return -1;
	map_version(version);
	be64enc(version + 12, (uint64_t)st.st_size);
	be32enc(version + 20, bytes_sum(table, sizeof(table)));
	be32enc(version + 24, sum);
	n = pwrite(fd, version, sizeof(version), VERSION_AT);
	if (n != -1 && n != sizeof(version))
		errno = ENOSPC;
	return n == sizeof(version) ? 0 : -1;
}

/*
 * Puts a copy in the place of the mapped file, if it is small: where somebody
 * writes to the file itself, memory that is mapped from it changes under us, or
 * ends in SIGBUS.
 */
static int
keep_copy(struct cdb *cdb)
{
	const size_t n = cdb->cdb_fsize;
	size_t done = 0;
	ssize_t got = 1;
	unsigned char *copy;

	if (n > WHOLE_CHECK_MAX)
		return 0;
	copy = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (copy == MAP_FAILED)
		return -1;
	while (done < n && got > 0) {
		got = pread(cdb->cdb_fd, copy + done, n - done, (off_t)done);
		done += got > 0 ? (size_t)got : 0;
	}
	/* What is missing is 0, and the checksum tells. */
	if (got == -1 || mremap(copy, n, n, MREMAP_MAYMOVE | MREMAP_FIXED,
	    (void *)(uintptr_t)cdb->cdb_mem) == MAP_FAILED) {
		munmap(copy, n);
		return -1;
	}
	return 0;
}

/* NULL, or what is wrong with the file as a whole. */
static const char *
check_version(const struct cdb *cdb, int whole)
{
	/* cdb's lengths of the key and the data, and the key. */
	static const unsigned char begin[9] = {1, 0, 0, 0,
	    MAP_VERSION_SIZE, 0, 0, 0, MAP_KEY_VERSION};
	const unsigned char *v = cdb->cdb_mem + VERSION_AT;
	uint64_t version;

	if (cdb->cdb_fsize < MAP_SUM_AT ||
	    memcmp(v - sizeof(begin), begin, sizeof(begin)) != 0 ||
	    memcmp(v, magic, sizeof(magic)) != 0)
		return "it is not a map of bootroot";
	version = be32dec(v + 8);
	if (version == 0 || version > MAP_VERSION)
		return "it is of a newer version than this program";
	if (be64dec(v + 12) != cdb->cdb_fsize)
		return "it is cut or has grown";
	if ((whole || cdb->cdb_fsize <= WHOLE_CHECK_MAX) &&
	    (be32dec(v + 20) != bytes_sum(cdb->cdb_mem, CDB_TABLE_SIZE) ||
	    be32dec(v + 24) != bytes_sum(cdb->cdb_mem + MAP_SUM_AT,
	    cdb->cdb_fsize - MAP_SUM_AT)))
		return "it is corrupt: its checksum is wrong";
	return NULL;
}

const char *
map_open(struct map *m, int dirfd, const char *path, int whole)
{
	struct map new;
	const char *reason;

	/* O_NONBLOCK: a fifo of that name must not hold us. */
	new.fd = openat(dirfd, path,
	    O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (new.fd == -1)
		return strerror(errno);
	if (fstat(new.fd, &new.opened) == -1) {
		reason = strerror(errno);
	} else if (!S_ISREG(new.opened.st_mode)) {
		reason = "it is not a regular file";
	} else if (new.opened.st_size < MAP_SUM_AT) {
		reason = "it is not a map of bootroot";
	} else if (cdb_init(&new.cdb, new.fd) == -1) {
		reason = errno == EPROTO ? "it is not a map of bootroot" :
		    strerror(errno);
	} else {
		if (keep_copy(&new.cdb) == -1)
			reason = strerror(errno);
		else if ((reason = check_version(&new.cdb, whole)) == NULL) {
			*m = new;
			return NULL;
		}
		cdb_free(&new.cdb);
	}
	close(new.fd);
	return reason;
}

void
map_close(struct map *m)
{
	if (m->fd == -1)
		return;
	cdb_free(&m->cdb);
	close(m->fd);
	m->fd = -1;
}

const char *
map_refresh(struct map *m, int dirfd, const char *path, int *changed)
{
	struct map new = {.fd = -1};
	struct stat st;
	const char *reason;

	*changed = 0;
	/* Not strerror(): where there is no map, this is often. */
	if (fstatat(dirfd, path, &st, 0) == -1)
		return errno == ENOENT ? map_missing : strerror(errno);
	if (m->fd != -1 &&
	    st.st_dev == m->opened.st_dev && st.st_ino == m->opened.st_ino &&
	    st.st_size == m->opened.st_size &&
	    st.st_ctim.tv_sec == m->opened.st_ctim.tv_sec &&
	    st.st_ctim.tv_nsec == m->opened.st_ctim.tv_nsec)
		return NULL;
	if ((reason = map_open(&new, dirfd, path, 0)) != NULL)
		return reason;
	map_close(m);
	*m = new;
	*changed = 1;
	return NULL;
}

/* Takes the data that cdb points at as a record. */
static int
take_record(const struct cdb *cdb, struct record *r)
{
	if (record_take(r, cdb_get(cdb, cdb_datalen(cdb), cdb_datapos(cdb)),
	    cdb_datalen(cdb)) == 0)
		return 1;
	errno = EPROTO;
	return -1;
}

static int
is_index(unsigned char letter)
{
	return letter == MAP_KEY_NAME || letter == MAP_KEY_ADDRESS ||
	    letter == MAP_KEY_CARD;
}

int
map_find_each(const struct map *m, const void *key, size_t n,
    struct map_each *state, struct record *r)
{
	struct cdb cdb = m->cdb;	/* cdb_find() notes its result here */
	const unsigned char *letter = key, *target;
	int found;

	memset(r, 0, sizeof(*r));
	if (n == 0 || n > MAP_KEY_MAX)
		return 0;
	if (!state->started) {
		if (cdb_findinit(&state->find, &cdb, key, (unsigned)n) == -1)
			return -1;
		state->started = 1;
	}
	state->find.cdb_cdbp = &cdb;
	if ((found = cdb_findnext(&state->find)) <= 0)
		return found;
	if (!is_index(*letter)) {
		memcpy(r->key, key, n);
		r->key_n = n;
		return take_record(&cdb, r);
	}
	target = cdb_get(&cdb, cdb_datalen(&cdb), cdb_datapos(&cdb));
	if (target == NULL || cdb_datalen(&cdb) == 0 ||
	    cdb_datalen(&cdb) > MAP_KEY_MAX || is_index(*target)) {
		errno = EPROTO;
		return -1;
	}
	n = cdb_datalen(&cdb);
	memcpy(r->key, target, n);
	r->key_n = n;
	if ((found = cdb_find(&cdb, r->key, (unsigned)n)) == 1)
		return take_record(&cdb, r);
	errno = EPROTO;		/* an index that points at nothing */
	return -1;
}

int
map_find(const struct map *m, const void *key, size_t n, struct record *r)
{
	struct map_each state = {.started = 0};

	return map_find_each(m, key, n, &state, r);
}
