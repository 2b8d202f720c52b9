/*
 * Frame, IPv4, UDP. Lengths are checked by subtracting.
 */
#include <arpa/inet.h>
#include <bsd/sys/endian.h>
#include <string.h>

#include "mkbootroot/explain/frame.h"

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_VLAN 0x8100
#define ETHERTYPE_QINQ 0x88a8
#define PROTOCOL_UDP 17

/*
 * The bytes before IPv4 in a frame. 0: there is none; -1: the link type is
 * not known. Ethernet may have tags of VLANs.
 */
static int
link_header(int link, const unsigned char *p, size_t n)
{
	size_t at = 12;
	unsigned type;

	switch (link) {
	case FRAME_NULL:
		return 4;
	case FRAME_RAW:
		return 0;
	case FRAME_SLL:
		return n >= 16 && be16dec(p + 14) == ETHERTYPE_IPV4 ? 16 :
		    (int)n;
	case FRAME_SLL2:
		return n >= 20 && be16dec(p) == ETHERTYPE_IPV4 ? 20 : (int)n;
	case FRAME_ETHERNET:
		while (n >= at && n - at >= 2) {
			type = be16dec(p + at);
			if (type == ETHERTYPE_IPV4)
				return (int)at + 2;
			if (type != ETHERTYPE_VLAN && type != ETHERTYPE_QINQ)
				break;
			at += 4;
		}
		return (int)n;
	default:
		return -1;
	}
}

int
frame_parse(struct frame *f, int link, const unsigned char *bytes, size_t n)
{
	int header = link_header(link, bytes, n);
	size_t ip_n, total, udp_n;
	const unsigned char *ip, *udp;

	memset(f, 0, sizeof(*f));
	if (header == -1)
		return -1;
	if (n < (size_t)header || n - (size_t)header < 20)
		return 0;
	ip = bytes + header;
	n -= (size_t)header;
	ip_n = 4u * (ip[0] & 15);
	total = be16dec(ip + 2);
	/* Fragments have no whole datagram; what is behind IP is padding. */
	if (ip[0] >> 4 != 4 || ip[9] != PROTOCOL_UDP ||
	    (be16dec(ip + 6) & 0x3fff) != 0 || ip_n < 20 || total > n ||
	    total < ip_n || total - ip_n < 8)
		return 0;
	udp = ip + ip_n;
	udp_n = be16dec(udp + 4);
	if (udp_n < 8 || udp_n > total - ip_n)
		return 0;
	f->from.in.sin_family = f->to.in.sin_family = AF_INET;
	memcpy(&f->from.in.sin_addr, ip + 12, 4);
	memcpy(&f->to.in.sin_addr, ip + 16, 4);
	memcpy(&f->from.in.sin_port, udp, 2);
	memcpy(&f->to.in.sin_port, udp + 2, 2);
	f->bytes = udp + 8;
	f->n = udp_n - 8;
	return 1;
}
