/*
 * The first step: bytes to struct message. Pure; trusts nothing. Lengths
 * are checked by subtracting, and every option has passed the length of its
 * RFC before anybody uses it.
 */
#include <stdio.h>
#include <string.h>

#include "message.h"

#define AT_SNAME 44
#define SNAME_SIZE 64
#define AT_FILE 108
#define FILE_SIZE 128

/* The places where options stand (RFC 2131 section 4.1), in the order in
 * which RFC 3396 section 5 joins them. */
struct areas {
	const unsigned char *bytes[3];
	size_t n[3];
	size_t count;
};

static unsigned
get16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static struct in_addr
get_address(const unsigned char *p)
{
	struct in_addr a;

	memcpy(&a, p, sizeof(a));
	return a;
}

/*
 * The next option of an area: 1, 0 at its end, -1 when a length reaches
 * beyond it. An area may end without END: old BOOTP clients fill all of it.
 */
static int
option_next(const unsigned char *area, size_t n, size_t *pos, unsigned *code,
    const unsigned char **value, size_t *value_n)
{
	while (*pos < n && area[*pos] == OPTION_PAD)
		++*pos;
	if (*pos == n || area[*pos] == OPTION_END)
		return 0;
	if (n - *pos < 2 || n - *pos - 2 < area[*pos + 1])
		return -1;
	*code = area[*pos];
	*value_n = area[*pos + 1];
	*value = area + *pos + 2;
	*pos += 2 + *value_n;
	return 1;
}

/*
 * Adds the header fields that option 52 makes areas of options. A 52 inside
 * of such a field would have no end, two of them no meaning.
 */
static const char *
areas_find(struct areas *a, const unsigned char *bytes, size_t n)
{
	const unsigned char *value;
	size_t pos = 0, value_n, i;
	unsigned code, overload = 0;
	int r;

	a->bytes[0] = bytes + MESSAGE_HEADER + 4;
	a->n[0] = n - MESSAGE_HEADER - 4;
	a->count = 1;
	while ((r = option_next(a->bytes[0], a->n[0], &pos, &code, &value,
	    &value_n)) == 1)
		if (code == OPTION_OVERLOAD) {
			if (overload != 0 || value_n != 1 || value[0] < 1 ||
			    value[0] > 3)
				return "bad-overload";
			overload = value[0];
		}
	if (r == -1)
		return "bad-options";
	if (overload & 1) {
		a->bytes[a->count] = bytes + AT_FILE;
		a->n[a->count++] = FILE_SIZE;
	}
	if (overload & 2) {
		a->bytes[a->count] = bytes + AT_SNAME;
		a->n[a->count++] = SNAME_SIZE;
	}
	for (i = 1; i < a->count; i++) {
		pos = 0;
		while ((r = option_next(a->bytes[i], a->n[i], &pos, &code,
		    &value, &value_n)) == 1)
			if (code == OPTION_OVERLOAD)
				return "bad-overload";
		if (r == -1)
			return "bad-options";
	}
	return NULL;
}

/*
 * Joins the parts of each option (RFC 3396) in m->store, which is as long
 * as the longest message. The areas have been walked before: no length
 * lies.
 */
static void
options_join(struct message *m, const struct areas *a)
{
	const unsigned char *value;
	size_t i, pos, value_n, end = 0, filled[256] = { 0 };
	unsigned code;

	for (i = 0; i < a->count; i++)
		for (pos = 0; option_next(a->bytes[i], a->n[i], &pos, &code,
		    &value, &value_n) == 1;) {
			m->option[code].present = 1;
			m->option[code].n += value_n;
		}
	for (code = 0; code < 256; code++) {
		m->option[code].at = end;
		end += m->option[code].n;
	}
	for (i = 0; i < a->count; i++)
		for (pos = 0; option_next(a->bytes[i], a->n[i], &pos, &code,
		    &value, &value_n) == 1;) {
			memcpy(m->store + m->option[code].at + filled[code],
			    value, value_n);
			filled[code] += value_n;
		}
}

const unsigned char *
message_option(const struct message *m, unsigned code, size_t *n)
{
	if (code > 255 || !m->option[code].present)
		return NULL;
	*n = m->option[code].n;
	return m->store + m->option[code].at;
}

/* Who the client is, and what it can load: 60, 77, 93, 97. */
static const char *
identity_read(struct message *m)
{
	const unsigned char *p;
	size_t n, i;

	if ((p = message_option(m, OPTION_CLASS, &n)) != NULL) {
		if (n >= 9 && memcmp(p, "PXEClient", 9) == 0)
			m->class = CLASS_PXE;
		else if (n >= 10 && memcmp(p, "HTTPClient", 10) == 0)
			m->class = CLASS_HTTP;
	}
	/*
	 * iPXE puts the bare word into 77; RFC 3004 wants a list of counted
	 * words, and configured firmware sends that.
	 */
	if ((p = message_option(m, OPTION_USER_CLASS, &n)) != NULL) {
		if (n == 4 && memcmp(p, "iPXE", 4) == 0)
			m->stage = STAGE_IPXE;
		for (i = 0; i < n && n - i - 1 >= p[i]; i += 1u + p[i])
			if (p[i] == 4 && memcmp(p + i + 1, "iPXE", 4) == 0)
				m->stage = STAGE_IPXE;
	}
	if ((p = message_option(m, OPTION_ARCH, &n)) != NULL) {
		if (n == 0 || n % 2 != 0)
			return "bad-option-93";
		for (i = 0; i < n && m->archs < MESSAGE_ARCH_MAX; i += 2)
			m->arch[m->archs++] = get16(p + i);
	}
	/* Old ROMs leave the UUID out, or send 97 empty; it is no reason not
	 * to boot them. Its first byte is the type, and 0 the only one. */
	if ((p = message_option(m, OPTION_UUID, &n)) != NULL && n != 0) {
		if (n != 17 || p[0] != 0)
			return "bad-option-97";
		memcpy(m->uuid, p + 1, 16);
		m->has_uuid = 1;
	}
	return NULL;
}

/* What it wants, and of whom: 50, 53, 54, 57 (RFC 2132 section 9). */
static const char *
wish_read(struct message *m)
{
	const unsigned char *p;
	size_t n;

	if ((p = message_option(m, OPTION_TYPE, &n)) != NULL) {
		if (n != 1 || p[0] == 0)
			return "bad-option-53";
		m->type = p[0];
	}
	if ((p = message_option(m, OPTION_ADDRESS, &n)) != NULL) {
		if (n != 4)
			return "bad-option-50";
		m->requested = get_address(p);
		m->has_requested = 1;
	}
	if ((p = message_option(m, OPTION_SERVER_ID, &n)) != NULL) {
		if (n != 4)
			return "bad-option-54";
		m->server_id = get_address(p);
		m->has_server_id = 1;
	}
	if ((p = message_option(m, OPTION_MAX_SIZE, &n)) != NULL) {
		if (n != 2)
			return "bad-option-57";
		m->max_size = get16(p);
	}
	return NULL;
}

/*
 * The boot item that a PXE client asks for (43.71). What else may be in 43,
 * and in whose format, is no affair of ours: it is passed over.
 */
static void
boot_item_read(struct message *m)
{
	const unsigned char *p, *value;
	size_t n, pos = 0, value_n;
	unsigned code;

	if (m->class != CLASS_PXE ||
	    (p = message_option(m, OPTION_VENDOR, &n)) == NULL)
		return;
	while (option_next(p, n, &pos, &code, &value, &value_n) == 1)
		if (code == VENDOR_BOOT_ITEM && value_n == 4) {
			memcpy(m->boot_item, value, 4);
			m->has_boot_item = 1;
		}
}

const char *
message_parse(struct message *m, const unsigned char *bytes, size_t n)
{
	static const unsigned char cookie[4] = { 0x63, 0x82, 0x53, 0x63 };
	struct areas areas;
	const char *why;

	if (n < MESSAGE_HEADER + sizeof(cookie))
		return "too-short";
	if (n > MESSAGE_MAX)
		return "too-long";
	if (bytes[0] != 1)	/* BOOTREQUEST, RFC 951 section 3 */
		return "no-request";
	if (bytes[2] == 0 || bytes[2] > 16)
		return "bad-hlen";
	if (memcmp(bytes + MESSAGE_HEADER, cookie, sizeof(cookie)) != 0)
		return "bad-cookie";
	if ((why = areas_find(&areas, bytes, n)) != NULL)
		return why;

	memset(m, 0, sizeof(*m));
	m->htype = bytes[1];
	m->hlen = bytes[2];
	memcpy(m->xid, bytes + 4, sizeof(m->xid));
	m->secs = get16(bytes + 8);
	m->flags = get16(bytes + 10);
	m->ciaddr = get_address(bytes + 12);
	m->giaddr = get_address(bytes + 24);
	memcpy(m->chaddr, bytes + 28, sizeof(m->chaddr));
	options_join(m, &areas);
	if ((why = identity_read(m)) != NULL || (why = wish_read(m)) != NULL)
		return why;
	boot_item_read(m);
	return NULL;
}

int
message_has_mac(const struct message *m)
{
	return m->hlen == 6;
}

const char *
message_type_name(unsigned type, char *buf, size_t size)
{
	static const char *const name[] = {
		"BOOTP", "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK",
		"NAK", "RELEASE", "INFORM"
	};

	if (type < sizeof(name) / sizeof(name[0]))
		return name[type];
	snprintf(buf, size, "type-%u", type);
	return buf;
}
