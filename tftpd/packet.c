/*
 * Packets built and taken apart.
 */
#include <bsd/string.h>
#include <bsd/sys/endian.h>
#include <string.h>

#include "tftpd/packet.h"

/* With rollover 1 the numbers of blocks 1 to 65535 come again and again. */
#define PERIOD_1 65535

void
packet_data_header(unsigned char header[PACKET_HEADER_SIZE], unsigned number)
{
	be16enc(header, PACKET_DATA);
	be16enc(header + 2, (uint16_t)number);
}

void
packet_ack(unsigned char packet[PACKET_HEADER_SIZE], unsigned number)
{
	be16enc(packet, PACKET_ACK);
	be16enc(packet + 2, (uint16_t)number);
}

size_t
packet_error(unsigned char *buf, enum packet_error code, const char *text)
{
	size_t n;

	be16enc(buf, PACKET_ERROR);
	be16enc(buf + 2, (uint16_t)code);
	n = strlcpy((char *)buf + 4, text, PACKET_SMALL_SIZE - 4);
	return 4 + (n < PACKET_SMALL_SIZE - 4 ? n : PACKET_SMALL_SIZE - 5) + 1;
}

/*
 * A number as digits, at most 20 of them: how many. snprintf(3) would bring
 * the memory of its tables into each transfer's process.
 */
static size_t
put_decimal(unsigned char *p, uint64_t value)
{
	unsigned char reversed[20];
	size_t n = 0;

	do
		reversed[n++] = (unsigned char)('0' + value % 10);
	while ((value /= 10) > 0);
	for (size_t i = 0; i < n; i++)
		p[i] = reversed[n - 1 - i];
	return n;
}

size_t
packet_oack(unsigned char *buf, const struct agreement *a)
{
	size_t n = 2;

	be16enc(buf, PACKET_OACK);
	for (int i = 0; i < OPTIONS; i++) {
		if (!a->granted[i])
			continue;
		/* Every name with a number of 20 digits always fits. */
		n += strlcpy((char *)buf + n, option_names[i],
		    PACKET_SMALL_SIZE - n) + 1;
		n += put_decimal(buf + n, option_value(a, (enum option)i));
		buf[n++] = '\0';
	}
	return n;
}

int
packet_parse(const unsigned char *bytes, size_t n, struct packet *p)
{
	const unsigned char *end;

	if (n < 4)
		return -1;
	memset(p, 0, sizeof(*p));
	p->number = be16dec(bytes + 2);
	switch (be16dec(bytes)) {
	case PACKET_DATA:
		p->opcode = PACKET_DATA;
		p->data = bytes + PACKET_HEADER_SIZE;
		p->n = n - PACKET_HEADER_SIZE;
		return 0;
	case PACKET_ACK:
		p->opcode = PACKET_ACK;
		p->window = n > 4 ? bytes[4] : 0;
		return 0;
	case PACKET_ERROR:
		p->opcode = PACKET_ERROR;
		p->text = (const char *)bytes + 4;
		end = memchr(p->text, '\0', n - 4);
		p->n = end != NULL ? (size_t)(end - bytes) - 4 : n - 4;
		return 0;
	default:
		return -1;
	}
}

void
packet_error_text(const struct packet *p, char *buf, size_t size)
{
	const size_t n = p->n < size - 1 ? p->n : size - 1;

	memcpy(buf, p->text, n);
	buf[n] = '\0';
}

unsigned
block_number(uint64_t block, unsigned rollover)
{
	if (rollover == 0 || block == 0)
		return (unsigned)(block & 0xffff);
	return (unsigned)((block - 1) % PERIOD_1) + 1;
}

uint32_t
block_distance(uint64_t base, unsigned number, unsigned rollover)
{
	unsigned here = block_number(base, rollover);

	if (rollover == 0)
		return (uint16_t)(number - here);
	if (number == 0)
		return base == 0 ? 0 : UINT32_MAX;
	/* From 0, the OACK's number, it is as far as from 65535. */
	return base == 0 ? number : (number + PERIOD_1 - here) % PERIOD_1;
}
