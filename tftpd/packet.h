/*
 * The packets of a transfer: DATA, ACK, ERROR (RFC 1350 section 5), OACK
 * (RFC 2347). Pure.
 */
#ifndef PACKET_H
#define PACKET_H

#include <stddef.h>
#include <stdint.h>

#include "tftpd/option.h"

enum packet_opcode { PACKET_DATA = 3, PACKET_ACK = 4, PACKET_ERROR = 5,
    PACKET_OACK = 6 };

/* RFC 1350's error codes, as far as we send them, and RFC 2347's. */
enum packet_error {
	ERROR_UNDEFINED = 0,
	ERROR_NOT_FOUND = 1,
	ERROR_ACCESS = 2,
	ERROR_FULL = 3,
	ERROR_ILLEGAL = 4,
	ERROR_EXISTS = 6,
	ERROR_OPTIONS = 8	/* only ever received */
};

#define PACKET_HEADER_SIZE 4	/* of DATA and ACK: opcode and block */
#define PACKET_SMALL_SIZE 512	/* any ERROR or OACK of ours fits */

/* The header of a DATA packet with a block's number, see block_number(). */
void packet_data_header(unsigned char header[PACKET_HEADER_SIZE],
    unsigned number);

/* An ACK of a block's number, as long as a header. */
void packet_ack(unsigned char packet[PACKET_HEADER_SIZE], unsigned number);

/* Each returns the length in bytes; buf has PACKET_SMALL_SIZE bytes. */
size_t packet_error(unsigned char *buf, enum packet_error code,
    const char *text);
size_t packet_oack(unsigned char *buf, const struct agreement *a);

/* What a client sends in a transfer. */
struct packet {
	enum packet_opcode opcode;
	unsigned number;	/* DATA, ACK: the block; ERROR: the code */
	const char *text;	/* ERROR: n bytes, which may have no NUL */
	const unsigned char *data;	/* DATA: n bytes */
	size_t n;
	unsigned window;	/* ACK: the byte behind it; 0: there is none */
};

/*
 * Takes n bytes apart: 0, or -1: neither DATA nor an ACK nor an ERROR. ACKs
 * may be longer than four bytes: Windows' bootmgr adds one.
 */
int packet_parse(const unsigned char *bytes, size_t n, struct packet *p);

/* The text of an ERROR, cut at size, with a NUL. */
void packet_error_text(const struct packet *p, char *buf, size_t size);

/*
 * Blocks are counted from 1 without end; their numbers on the wire have 16
 * bits. Which number follows 65535 is 0 unless the client asked for
 * rollover 1 (tftp-hpa's option); block 0 of the OACK is 0 in any case.
 */

/* The number of a block; rollover is 0 or 1. */
unsigned block_number(uint64_t block, unsigned rollover);

/*
 * How many blocks behind block `base` the next block with this number is;
 * with rollover 1 at most 65534, and UINT32_MAX: no block has that number.
 */
uint32_t block_distance(uint64_t base, unsigned number, unsigned rollover);

#endif
