/*
 * Reading the compiled map, and the record format that both sides share.
 *
 * tinycdb checks every offset of the file against its size and answers
 * EPROTO; here every field is checked against its record, and each record
 * against its checksum.
 */
#include "map.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/*
 * The first record begins behind cdb's table of 256 pointers: two lengths,
 * the key 'V', then the version's bytes:
 *   8  "bootroot"
 *   4  MAP_VERSION
 *   8  length of the file
 *   4  cdb_hash() of the table of pointers
 *   4  cdb_hash() of everything behind this record
 */
#define CDB_TABLE_SIZE 2048
#define VERSION_AT (CDB_TABLE_SIZE + 8 + 1)
#define BEHIND_VERSION (VERSION_AT + MAP_VERSION_SIZE)
#define WHOLE_CHECK_MAX (1024 * 1024)

static const unsigned char magic[8] = {'b', 'o', 'o', 't', 'r', 'o', 'o', 't'};

static void
put(unsigned char *p, size_t n, uint64_t value)
{
	while (n-- > 0) {
		p[n] = (unsigned char)(value & 0xff);
		value >>= 8;
	}
}

static uint64_t
get(const unsigned char *p, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | p[i];
	return value;
}

void
map_version(unsigned char buf[MAP_VERSION_SIZE])
{
	memset(buf, 0, MAP_VERSION_SIZE);
	memcpy(buf, magic, sizeof(magic));
	put(buf + 8, 4, MAP_VERSION);
}

int
map_seal(int fd)
{
	unsigned char version[MAP_VERSION_SIZE];
	struct cdb cdb;
	ssize_t n;

	if (cdb_init(&cdb, fd) == -1)
		return -1;
	map_version(version);
	put(version + 12, 8, cdb.cdb_fsize);
	put(version + 20, 4, cdb_hash(cdb.cdb_mem, CDB_TABLE_SIZE));
	put(version + 24, 4, cdb_hash(cdb.cdb_mem + BEHIND_VERSION,
	    cdb.cdb_fsize - BEHIND_VERSION));
	cdb_free(&cdb);
	n = pwrite(fd, version, sizeof(version), VERSION_AT);
	if (n != -1 && n != sizeof(version))
		errno = ENOSPC;
	return n == sizeof(version) ? 0 : -1;
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

	if (cdb->cdb_fsize < BEHIND_VERSION ||
	    memcmp(v - sizeof(begin), begin, sizeof(begin)) != 0 ||
	    memcmp(v, magic, sizeof(magic)) != 0)
		return "it is not a map of bootroot";
	version = get(v + 8, 4);
	if (version == 0 || version > MAP_VERSION)
		return "it is of a newer version than this program";
	if (get(v + 12, 8) != cdb->cdb_fsize)
		return "it is cut or has grown";
	if ((whole || cdb->cdb_fsize <= WHOLE_CHECK_MAX) &&
	    (get(v + 20, 4) != cdb_hash(cdb->cdb_mem, CDB_TABLE_SIZE) ||
	    get(v + 24, 4) != cdb_hash(cdb->cdb_mem + BEHIND_VERSION,
	    cdb->cdb_fsize - BEHIND_VERSION)))
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
	} else if (new.opened.st_size < BEHIND_VERSION) {
		reason = "it is not a map of bootroot";
	} else if (cdb_init(&new.cdb, new.fd) == -1) {
		reason = errno == EPROTO ? "it is not a map of bootroot" :
		    strerror(errno);
	} else {
		if ((reason = check_version(&new.cdb, whole)) == NULL) {
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
	if (m->fd != -1 && fstatat(dirfd, path, &st, 0) == 0 &&
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

/* Whether every field of a record lies inside it and is what it should be. */
static int
record_check(const struct record *r)
{
	struct field f;
	size_t pos = 0;
	int more;

	while ((more = record_next(r, &pos, &f)) == 1)
		continue;
	return more;
}

/* Takes the data that cdb points at as a record. */
static int
take_record(const struct cdb *cdb, struct record *r)
{
	const unsigned char *bytes;

	bytes = cdb_get(cdb, cdb_datalen(cdb), cdb_datapos(cdb));
	if (bytes == NULL || cdb_datalen(cdb) < RECORD_START ||
	    cdb_datalen(cdb) > MAP_RECORD_MAX ||
	    get(bytes, 4) != cdb_hash(bytes + RECORD_START,
	    cdb_datalen(cdb) - RECORD_START)) {
		errno = EPROTO;
		return -1;
	}
	r->bytes = bytes + RECORD_START;
	r->n = cdb_datalen(cdb) - RECORD_START;
	if (record_check(r) == -1) {
		errno = EPROTO;
		return -1;
	}
	return 1;
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

static int
has_arch(unsigned tag)
{
	return tag == FIELD_FILE || tag == FIELD_GRUB;
}

/* The bytes that a field of this tag has; 0: any number, a text. */
static size_t
fixed_size(unsigned tag)
{
	switch (tag) {
	case FIELD_IP: case FIELD_SERVER: case FIELD_ROUTER: case FIELD_DNS:
	case FIELD_LEASE:
		return 4;
	case FIELD_MAC:
		return 6;
	default:
		return 0;
	}
}

static int
is_flag(unsigned tag)
{
	return tag == FIELD_LOCAL || tag == FIELD_IGNORE ||
	    tag == FIELD_OWN_CONFIG;
}

int
record_next(const struct record *r, size_t *pos, struct field *f)
{
	const unsigned char *p;
	size_t n;

	if (r->bytes == NULL || *pos == r->n)
		return 0;
	p = r->bytes + *pos;
	if (r->n - *pos < 3)
		return -1;
	f->tag = p[0] & (FIELD_FOUND - 1);
	f->found = (p[0] & FIELD_FOUND) != 0;
	f->arch = 0;
	n = (size_t)get(p + 1, 2);
	p += 3;
	if (f->tag == 0 || f->tag > FIELD_LAST || n > r->n - *pos - 3)
		return -1;
	*pos += 3 + n;
	if (has_arch(f->tag)) {
		if (n < 2)
			return -1;
		f->arch = (unsigned)get(p, 2);
		p += 2;
		n -= 2;
	}
	f->text = (const char *)p;
	f->n = n;
	if (is_flag(f->tag))
		return n == 0 ? 1 : -1;
	if (fixed_size(f->tag) != 0)
		return n == fixed_size(f->tag) ? 1 : -1;
	/* A text: one NUL, at its end. */
	if (n == 0 || memchr(p, '\0', n) != p + n - 1)
		return -1;
	f->n--;
	return 1;
}

int
record_field(const struct record *r, enum map_field tag, struct field *f)
{
	size_t pos = 0;

	while (record_next(r, &pos, f) == 1)
		if (f->tag == tag)
			return 1;
	return 0;
}

size_t
record_append(unsigned char *buf, size_t size, size_t n, unsigned char tag,
    unsigned arch, const void *bytes, size_t bytes_n)
{
	unsigned plain = tag & (FIELD_FOUND - 1);
	int nul = !is_flag(plain) && fixed_size(plain) == 0;
	size_t field_n = bytes_n + (has_arch(plain) ? 2 : 0) + (nul ? 1 : 0);

	if (n > size || size - n < 3 || field_n > size - n - 3 ||
	    field_n > UINT16_MAX)
		return 0;
	buf[n++] = tag;
	put(buf + n, 2, field_n);
	n += 2;
	if (has_arch(plain)) {
		put(buf + n, 2, arch);
		n += 2;
	}
	if (bytes_n > 0)
		memcpy(buf + n, bytes, bytes_n);
	n += bytes_n;
	if (nul)
		buf[n++] = '\0';
	return n;
}

void
record_seal(unsigned char *buf, size_t n)
{
	put(buf, 4, cdb_hash(buf + RECORD_START,
	    (unsigned)(n - RECORD_START)));
}
