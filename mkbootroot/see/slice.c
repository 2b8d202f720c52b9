/*
 * Slices, and undoing the escapes of strnvis(3) in them.
 */
#include <bsd/string.h>
#include <stdint.h>
#include <string.h>

#include "mkbootroot/see/slice.h"

int
slice_is(struct slice s, const char *word)
{
	return strlen(word) == s.n && memcmp(s.p, word, s.n) == 0;
}

int
slice_begins(struct slice s, const char *with)
{
	const size_t n = strlen(with);

	return n <= s.n && memcmp(s.p, with, n) == 0;
}

int
slice_ends(struct slice s, const char *with)
{
	const size_t n = strlen(with);

	return n <= s.n && memcmp(s.p + s.n - n, with, n) == 0;
}

int
slice_has(struct slice s, const char *text)
{
	return s.n > 0 && memmem(s.p, s.n, text, strlen(text)) != NULL;
}

struct slice
slice_from(struct slice s, size_t n)
{
	if (n > s.n)
		n = s.n;
	return (struct slice){s.p + n, s.n - n};
}

struct slice
slice_word(struct slice *s)
{
	const char *blank = s->n == 0 ? NULL : memchr(s->p, ' ', s->n);
	struct slice word = *s;

	if (blank != NULL)
		word.n = (size_t)(blank - s->p);
	*s = slice_from(*s, blank == NULL ? s->n : word.n + 1);
	return word;
}

struct slice
slice_base(struct slice path)
{
	const char *slash = path.n == 0 ? NULL : memrchr(path.p, '/', path.n);

	return slash == NULL ? path :
	    slice_from(path, (size_t)(slash + 1 - path.p));
}

char *
slice_copy(struct slice s, char *buf, size_t size)
{
	if (s.n >= size)
		s.n = size - 1;
	if (s.n > 0)
		memcpy(buf, s.p, s.n);
	buf[s.n] = '\0';
	return buf;
}

/* How many bytes an octal escape has, "\303" or "\\"; 0: it is none. */
static size_t
escape(struct slice s, unsigned char *byte)
{
	unsigned value = 0;

	if (s.n >= 2 && s.p[0] == '\\' && s.p[1] == '\\') {
		*byte = '\\';
		return 2;
	}
	if (s.n < 4 || s.p[0] != '\\')
		return 0;
	for (int i = 1; i < 4; i++) {
		if (s.p[i] < '0' || s.p[i] > '7')
			return 0;
		value = 8 * value + (unsigned)(s.p[i] - '0');
	}
	*byte = (unsigned char)value;
	return value > 255 ? 0 : 4;
}

/* One byte of the value, escaped or not. */
static size_t
byte_of(struct slice s, unsigned char *byte)
{
	const size_t n = escape(s, byte);

	if (n > 0 || s.n == 0)
		return n;
	*byte = (unsigned char)s.p[0];
	return 1;
}

/* How many bytes a character of UTF-8 has that begins so; 0: none does. */
static size_t
length(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 :
	    first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

/*
 * What a terminal or a page could take for more than a letter: controls, blanks,
 * what turns the direction of writing or joins letters, and what is no character.
 */
static int
may_show(uint32_t c)
{
	return c > ' ' && c != 0x7f && !(c >= 0x80 && c <= 0xa0) && c != 0xad &&
	    !(c >= 0x300 && c <= 0x36f) && c != 0x61c && c != 0x1680 && c != 0x180e &&
	    !(c >= 0x2000 && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202f) &&
	    !(c >= 0x205f && c <= 0x206f) && c != 0x3000 &&
	    !(c >= 0xd800 && c <= 0xf8ff) && !(c >= 0xfe00 && c <= 0xfe0f) &&
	    c != 0xfeff && !(c >= 0xfff0 && c <= 0xffff) && c < 0xe0000;
}

/*
 * A character at the beginning of s: its bytes, and how much of s it takes. 0: no
 * such one can be shown.
 */
static size_t
character(struct slice s, unsigned char bytes[4], size_t *bytes_n)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t pos = byte_of(s, &bytes[0]), n;
	uint32_t c;

	if (pos == 0 || (*bytes_n = length(bytes[0])) == 0)
		return 0;
	c = *bytes_n == 1 ? bytes[0] :
	    bytes[0] & (0x7fU >> *bytes_n);
	for (size_t i = 1; i < *bytes_n; i++, pos += n) {
		n = byte_of(slice_from(s, pos), &bytes[i]);
		if (n == 0 || (bytes[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (bytes[i] & 0x3f);
	}
	return c >= least[*bytes_n] && may_show(c) ? pos : 0;
}

char *
slice_plain(struct slice s, char *buf, size_t size)
{
	unsigned char bytes[4], byte;
	size_t at = 0, n, bytes_n;

	for (; s.n > 0; s = slice_from(s, n), at += bytes_n) {
		if ((n = character(s, bytes, &bytes_n)) == 0) {
			/* As it stands; a bare byte that is no letter, too,
			   is none of log_visible()'s. */
			bytes_n = n = byte_of(s, &byte);
			if (n == 1 && (s.p[0] < ' ' || s.p[0] > '~'))
				bytes[0] = s.p[0] == ' ' ? ' ' : '?';
			else
				memcpy(bytes, s.p, n);
		}
		if (size - at <= bytes_n)
			break;
		memcpy(buf + at, bytes, bytes_n);
	}
	buf[at] = '\0';
	return buf;
}
