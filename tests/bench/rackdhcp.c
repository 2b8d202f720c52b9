/*
 * RFC 2131 and RFC 2132 as far as a PC that boots by PXE needs them. What comes is not
 * trusted: each length is held against what is left.
 */
#include <string.h>

#include "rackdhcp.h"

#define ETHERNET 14
#define IP 20
#define UDP 8
#define BOOTP 236
#define FILE_AT 108
#define FILE_MAX 128

static const uint8_t cookie[4] = {99, 130, 83, 99};

static void
put16(uint8_t *p, unsigned n)
{
	p[0] = (uint8_t)(n >> 8 & 0xff);
	p[1] = (uint8_t)(n & 0xff);
}

static uint16_t
ip_checksum(const uint8_t *p)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < IP; i += 2)
		sum += (uint32_t)p[i] << 8 | p[i + 1];
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static size_t
put_option(uint8_t *p, uint8_t code, const void *value, uint8_t n)
{
	p[0] = code;
	p[1] = n;
	memcpy(p + 2, value, n);
	return 2 + (size_t)n;
}

static size_t
put_options(uint8_t *p, const struct rackdhcp *what)
{
	static const uint8_t wanted[] = {1, 2, 3, 4, 5, 6, 12, 13, 15, 17, 18, 22, 23,
	    28, 40, 41, 42, 43, 50, 51, 54, 58, 59, 60, 66, 67, 97, 128, 129, 130, 131,
	    132, 133, 134, 135};
	static const char uefi[] = "PXEClient:Arch:00007:UNDI:003000";
	static const char bios[] = "PXEClient:Arch:00000:UNDI:002001";
	uint8_t type = (uint8_t)what->type, uuid[17] = {0};
	size_t n = 0;

	memcpy(uuid + 11, what->mac, 6);
	n += put_option(p + n, 53, &type, 1);
	n += put_option(p + n, 57, "\5\300", 2);
	if (what->type == RACKDHCP_REQUEST) {
		n += put_option(p + n, 54, &what->server, 4);
		n += put_option(p + n, 50, &what->address, 4);
	}
	n += put_option(p + n, 55, wanted, sizeof(wanted));
	n += put_option(p + n, 97, uuid, sizeof(uuid));
	n += put_option(p + n, 94, what->is_bios ? "\1\2\1" : "\1\3\0", 3);
	n += put_option(p + n, 93, what->is_bios ? "\0\0" : "\0\7", 2);
	n += put_option(p + n, 60, what->is_bios ? bios : uefi, sizeof(uefi) - 1);
	p[n++] = 255;
	return n;
}

size_t
rackdhcp_build(uint8_t frame[RACKDHCP_FRAME], const struct rackdhcp *what, uint16_t secs)
{
	uint8_t *ip = frame + ETHERNET, *udp = ip + IP, *bootp = udp + UDP;
	size_t n;

	memset(frame, 0, RACKDHCP_FRAME);
	memset(frame, 0xff, 6);
	memcpy(frame + 6, what->mac, 6);
	put16(frame + 12, 0x0800);
	bootp[0] = 1;
	bootp[1] = 1;
	bootp[2] = 6;
	memcpy(bootp + 4, &what->xid, 4);
	put16(bootp + 8, secs);
	put16(bootp + 10, 0x8000);
	memcpy(bootp + 28, what->mac, 6);
	memcpy(bootp + BOOTP, cookie, 4);
	n = BOOTP + 4 + put_options(bootp + BOOTP + 4, what);
	put16(udp, 68);
	put16(udp + 2, 67);
	put16(udp + 4, (unsigned)(UDP + n));
	ip[0] = 0x45;
	put16(ip + 2, (unsigned)(IP + UDP + n));
	ip[8] = 64;
	ip[9] = 17;
	memset(ip + 16, 0xff, 4);
	put16(ip + 10, ip_checksum(ip));
	return ETHERNET + IP + UDP + n;
}

static void
take_option(struct rackdhcp *what, uint8_t code, const uint8_t *value, size_t n)
{
	if (code == 53 && n == 1)
		what->type = (enum rackdhcp_type)value[0];
	else if (code == 54 && n == 4)
		memcpy(&what->server, value, 4);
	else if (code == 67 && n > 0 && n < sizeof(what->file)) {
		memcpy(what->file, value, n);
		what->file[n] = '\0';
	}
}

int
rackdhcp_parse(const uint8_t *frame, size_t n, struct rackdhcp *what)
{
	const uint8_t *ip = frame + ETHERNET, *bootp, *p;
	size_t header, left;

	memset(what, 0, sizeof(*what));
	if (n < ETHERNET + IP || frame[12] != 8 || frame[13] != 0 || ip[9] != 17)
		return -1;
	header = (size_t)(ip[0] & 15) * 4;
	if (header < IP || n - ETHERNET < header + UDP + BOOTP + 4)
		return -1;
	bootp = ip + header + UDP;
	left = n - ETHERNET - header - UDP - BOOTP - 4;
	if (bootp[-6] != 0 || bootp[-5] != 68 || bootp[0] != 2 ||
	    memcmp(bootp + BOOTP, cookie, 4) != 0)
		return -1;
	memcpy(&what->xid, bootp + 4, 4);
	memcpy(&what->address, bootp + 16, 4);
	memcpy(&what->next, bootp + 20, 4);
	memcpy(what->mac, bootp + 28, 6);
	memcpy(what->file, bootp + FILE_AT, FILE_MAX);
	what->file[FILE_MAX] = '\0';
	for (p = bootp + BOOTP + 4; left > 0 && *p != 255;) {
		if (*p == 0) {
			p++, left--;
			continue;
		}
		if (left < 2 || left - 2 < p[1])
			return -1;
		take_option(what, p[0], p + 2, p[1]);
		left -= 2 + (size_t)p[1];
		p += 2 + p[1];
	}
	if (what->next == 0)
		what->next = what->server;
	return what->type == RACKDHCP_NONE ? -1 : 0;
}
