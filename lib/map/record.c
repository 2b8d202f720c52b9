/*
 * The record format, which readers and writers share. Every field is checked
 * against its record, and each record against its checksum.
 */
#include <bsd/sys/endian.h>
#include <cdb.h>
#include <string.h>

#include "map/record.h"

static int
has_arch(unsigned tag)
{
	return tag == FIELD_FILE || tag == FIELD_GRUB || tag == FIELD_ASKS ||
	    tag == FIELD_IPXE_ARCH || tag == FIELD_LOADS ||
	    tag == FIELD_KERNEL_ARCH || tag == FIELD_INITRD_ARCH ||
	    tag == FIELD_ARGS_ARCH;
}

/* The bytes that a field of this tag has; 0: any number, a text. */
static size_t
fixed_size(unsigned tag)
{
	switch (tag) {
	case FIELD_IP: case FIELD_SERVER: case FIELD_ROUTER: case FIELD_DNS:
	case FIELD_LEASE: case FIELD_RANK_DELAY:
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
	n = be16dec(p + 1);
	p += 3;
	if (f->tag == 0 || f->tag > FIELD_LAST || n > r->n - *pos - 3)
		return -1;
	*pos += 3 + n;
	if (has_arch(f->tag)) {
		if (n < 2)
			return -1;
		f->arch = be16dec(p);
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

/* Whether every field of a record lies inside it and is what it should be. */
static int
has_good_fields(const struct record *r)
{
	struct field f;
	size_t pos = 0;
	int more;

	while ((more = record_next(r, &pos, &f)) == 1)
		continue;
	return more == 0;
}

int
record_take(struct record *r, const unsigned char *bytes, size_t n)
{
	if (bytes == NULL || n < RECORD_START || n > MAP_RECORD_MAX)
		return -1;
	r->bytes = bytes + RECORD_START;
	r->n = n - RECORD_START;
	return be32dec(bytes) == cdb_hash(r->bytes, (unsigned)r->n) &&
	    has_good_fields(r) ? 0 : -1;
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
	be16enc(buf + n, (uint16_t)field_n);
	n += 2;
	if (has_arch(plain)) {
		be16enc(buf + n, (uint16_t)arch);
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
	be32enc(buf, cdb_hash(buf + RECORD_START,
	    (unsigned)(n - RECORD_START)));
}
