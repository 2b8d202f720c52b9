/*
 * Reading a program piece by piece, so that its size costs no memory.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "efi/efifile.h"

#define CHUNK 16384
#define OFFSET_MAX (UINT64_C(1) << 40)	/* no program is that long */

size_t
efifile_read(const struct efifile *f, void *buf, size_t n, uint64_t at)
{
	size_t done = 0;
	ssize_t got;

	if (f->fd == -1) {
		if (at >= f->n)
			return 0;
		if (n > f->n - (size_t)at)
			n = f->n - (size_t)at;
		memcpy(buf, f->bytes + at, n);
		return n;
	}
	if (at > OFFSET_MAX)
		return 0;
	while (done < n) {
		got = pread(f->fd, (char *)buf + done, n - done,
		    (off_t)(at + done));
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		done += (size_t)got;
	}
	return done;
}

int
efifile_find(const struct efifile *f, uint64_t at, uint64_t n,
    const void *text, size_t text_n, uint64_t *where)
{
	char buf[CHUNK];
	const char *found;
	size_t want, got;

	while (n >= text_n) {
		want = n < sizeof(buf) ? (size_t)n : sizeof(buf);
		got = efifile_read(f, buf, want, at);
		found = memmem(buf, got, text, text_n);
		if (found != NULL) {
			*where = at + (uint64_t)(found - buf);
			return 1;
		}
		if (got < want || want == n)
			return 0;
		at += want - (text_n - 1);
		n -= want - (text_n - 1);
	}
	return 0;
}

int
efifile_has(const struct efifile *f, uint64_t at, uint64_t n,
    const char *text)
{
	uint64_t where;

	return efifile_find(f, at, n, text, strlen(text), &where);
}
