/*
 * A request's bytes taken apart.
 */
#include <string.h>
#include <strings.h>

#include "tftpd/request.h"

/*
 * The text that begins at *pos and ends in a NUL within n bytes; *pos is
 * moved behind it. NULL: there is no NUL.
 */
static const char *
take_text(const unsigned char *bytes, size_t n, size_t *pos)
{
	const unsigned char *begin = bytes + *pos, *end;

	if (*pos >= n || (end = memchr(begin, '\0', n - *pos)) == NULL)
		return NULL;
	*pos += (size_t)(end - begin) + 1;
	return (const char *)begin;
}

/* Digits and nothing else: strtonum(3) would take blanks and signs too. */
static int
parse_number(const char *text, uint64_t *value)
{
	*value = 0;
	if (*text == '\0')
		return -1;
	for (; *text != '\0'; text++) {
		unsigned digit = (unsigned)(*text - '0');

		if (digit > 9 || *value > (UINT64_MAX - digit) / 10)
			return -1;
		*value = *value * 10 + digit;
	}
	return 0;
}

static void
take_option(struct request *r, const char *name, const char *text)
{
	uint64_t value;

	for (int i = 0; i < OPTIONS; i++) {
		if (strcasecmp(name, option_names[i]) != 0)
			continue;
		if (i == OPTION_MULTICAST)
			r->option[i].asked = 1;
		else if (!r->option[i].asked &&
		    parse_number(text, &value) == 0) {
			r->option[i].asked = 1;
			r->option[i].value = value;
		}
		return;
	}
}

enum refusal
request_parse(const unsigned char *bytes, size_t n, struct request *r)
{
	const char *mode, *name, *value;
	size_t pos = 2;

	memset(r, 0, sizeof(*r));
	if (n < 2 || bytes[0] != 0 ||
	    (bytes[1] != REQUEST_RRQ && bytes[1] != REQUEST_WRQ))
		return REFUSE_SILENTLY;
	r->opcode = bytes[1];
	if ((r->name = take_text(bytes, n, &pos)) == NULL)
		return REFUSE_NAME_ENDLESS;
	if ((r->name_n = strlen(r->name)) == 0)
		return REFUSE_NAME_EMPTY;
	if ((mode = take_text(bytes, n, &pos)) == NULL)
		return REFUSE_MODE_ENDLESS;
	if (strcasecmp(mode, "octet") == 0) {
		r->mode = MODE_OCTET;
	} else if (strcasecmp(mode, "netascii") == 0) {
		r->mode = MODE_NETASCII;
	} else {
		return REFUSE_MODE_UNKNOWN;	/* "mail" is obsolete */
	}
	/*
	 * What is left is pairs. Some HP PA-RISC firmware pads requests to
	 * 516 bytes, with NULs or with rubbish: an empty name or a text
	 * without its end stops us, but is no fault.
	 */
	while ((name = take_text(bytes, n, &pos)) != NULL && *name != '\0' &&
	    (value = take_text(bytes, n, &pos)) != NULL)
		take_option(r, name, value);
	return REFUSE_NOTHING;
}

int
request_is_uefi(const struct request *r)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (r->option[i].asked && i != OPTION_BLKSIZE &&
		    i != OPTION_WINDOWSIZE)
			return 0;
	return r->opcode == REQUEST_RRQ && r->mode == MODE_OCTET &&
	    r->option[OPTION_BLKSIZE].asked;
}
