/*
 * The conversion to and from netascii, block by block.
 */
#include "tftpd/netascii.h"

#define PENDING 256		/* added to a byte: it is there, even if NUL */

/* Writes one byte of the file; what does not fit waits in state->second. */
static size_t
put_byte(struct netascii *state, unsigned char byte, unsigned char *buf,
    size_t n, size_t done)
{
	int second = -1;

	if (byte == '\n') {
		second = '\n';
		byte = '\r';
	} else if (byte == '\r') {
		second = '\0';
	}
	buf[done++] = byte;
	if (second == -1)
		return done;
	if (done < n)
		buf[done++] = (unsigned char)second;
	else
		state->second = second + PENDING;
	return done;
}

ssize_t
netascii_read(struct netascii *state, const struct bootfile *b,
    unsigned char *buf, size_t n)
{
	unsigned char chunk[4096];
	size_t done = 0;
	ssize_t got;

	if (n > 0 && state->second != 0) {
		buf[done++] = (unsigned char)(state->second - PENDING);
		state->second = 0;
	}
	while (done < n) {
		size_t want = n - done;

		if (want > sizeof(chunk))
			want = sizeof(chunk);
		got = bootfile_read(b, chunk, want, state->offset);
		if (got <= 0)
			return got == -1 ? -1 : (ssize_t)done;
		for (ssize_t i = 0; i < got && done < n; i++) {
			done = put_byte(state, chunk[i], buf, n, done);
			state->offset++;
		}
	}
	return (ssize_t)done;
}

size_t
netascii_write(int *cr, const unsigned char *in, size_t n, unsigned char *out)
{
	size_t done = 0;

	if (n == 0 && *cr) {
		out[done++] = '\r';
		*cr = 0;
	}
	for (size_t i = 0; i < n; i++) {
		if (*cr && in[i] != '\n')
			out[done++] = '\r';
		if (in[i] != '\r' && !(*cr && in[i] == '\0'))
			out[done++] = in[i];
		*cr = in[i] == '\r';
	}
	return done;
}
