/*
 * Opening the compiled map, and finding records in it.
 *
 * tinycdb checks every offset of the file against its size and answers
 * EPROTO. Here the file is checked as a whole before it is used: each record
 * has a checksum, but a record that is not found has none.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "file/settled.h"
#include "map/map.h"
#include "map/mapcopy.h"

const char map_missing[] = "No such file or directory";

/* map_open(), and what is to be known of a file that is not used. */
static const char *
open_and_take(struct map *m, int dirfd, const char *path, int *is_bad)
{
	const char *reason;

	*is_bad = 0;
	/* O_NONBLOCK: a fifo of that name must not hold us. */
	m->fd = openat(dirfd, path,
	    O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (m->fd == -1)
		return strerror(errno);
	if (fstat(m->fd, &m->opened) == -1)
		reason = strerror(errno);
	else {
		if (settled_in_ms(&m->opened.st_ctim) > 0)
			m->opened.st_ino = 0;	/* look once more */
		reason = S_ISREG(m->opened.st_mode) ? mapcopy_take(&m->cdb,
		    m->fd, m->opened.st_size, m->is_shared, &m->sealed_fd,
		    is_bad) :
		    "it is not a regular file";
	}
	if (reason != NULL) {
		close(m->fd);
		m->fd = -1;
	}
	return reason;
}

const char *
map_open(struct map *m, int dirfd, const char *path)
{
	struct map new = {.fd = -1, .is_shared = m->is_shared, .sealed_fd = -1};
	int is_bad;
	const char *reason = open_and_take(&new, dirfd, path, &is_bad);

	if (reason == NULL)
		*m = new;
	return reason;
}

void
map_close(struct map *m)
{
	if (m->fd == -1)
		return;
	mapcopy_free(&m->cdb);
	close(m->fd);
	m->fd = -1;
	if (m->sealed_fd != -1)
		close(m->sealed_fd);
	m->sealed_fd = -1;
}

static int
is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	    a->st_size == b->st_size &&
	    a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	    a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

int
map_is_current(const struct map *m, int dirfd, const char *path,
    const char **why)
{
	struct stat st;

	*why = NULL;
	/* Not strerror(): where there is no map, this is often. */
	if (fstatat(dirfd, path, &st, 0) == -1)
		*why = errno == ENOENT ? map_missing : strerror(errno);
	else if (m->fd != -1 && is_same(&st, &m->opened))
		return 1;
	else if (m->bad_why != NULL && is_same(&st, &m->bad))
		*why = m->bad_why;
	return *why != NULL;
}

const char *
map_refresh(struct map *m, int dirfd, const char *path, int *changed)
{
	struct map new = {
		.fd = -1, .is_shared = m->is_shared, .sealed_fd = -1,
		.reading = m->reading + 1,
	};
	const char *reason;
	int is_bad;

	*changed = 0;
	if (map_is_current(m, dirfd, path, &reason))
		return reason;
	if ((reason = open_and_take(&new, dirfd, path, &is_bad)) != NULL) {
		m->bad = new.opened;
		m->bad_why = is_bad ? reason : NULL;
		return reason;
	}
	map_close(m);
	*m = new;
	*changed = 1;
	return NULL;
}

int
map_seal_memory(struct map *m)
{
	if (m->sealed_fd == -1)
		m->sealed_fd = mapcopy_seal(&m->cdb);
	return m->sealed_fd;
}

int
map_take_sealed(struct map *m, int fd, size_t n, const struct stat *opened)
{
	struct map new = {
		.fd = fd, .is_shared = 1, .sealed_fd = -1, .opened = *opened,
	};

	if (mapcopy_take_sealed(&new.cdb, fd, n) == -1)
		return -1;
	map_close(m);
	*m = new;
	return 0;
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
	if (cdb_find(&cdb, r->key, (unsigned)n) == 1)
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

int
map_find_by(const struct map *m, unsigned char letter, const void *bytes,
    size_t n, struct record *r)
{
	unsigned char key[MAP_KEY_MAX];

	return map_find(m, key, map_key(key, letter, bytes, n), r);
}
