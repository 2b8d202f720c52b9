/*
 * The first datagram of a client: what it asks for (RFC 1350 section 5,
 * RFC 2347). Pure.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "map/tftpoption.h"
#include "tftpd/refusal.h"

struct option_value {
	int asked;
	uint64_t value;		/* OPTION_MULTICAST has none */
};

enum request_opcode { REQUEST_RRQ = 1, REQUEST_WRQ = 2 };
enum request_mode { MODE_OCTET, MODE_NETASCII };

struct request {
	enum request_opcode opcode;
	const char *name;	/* lies in the datagram, NUL-terminated */
	size_t name_n;
	enum request_mode mode;
	struct option_value option[OPTIONS];
};

/*
 * Takes n bytes apart: REFUSE_NOTHING, or what is wrong with them. Options that we
 * do not know, or whose value is not a number, are left out (RFC 2347); of an
 * option that is given twice the first counts.
 */
enum refusal request_parse(const unsigned char *bytes, size_t n,
    struct request *r);

/*
 * Whether a request is one that UEFI makes for a file, or for a program that it
 * has started: it asks for the block size and perhaps for windows. Other loaders
 * ask for the size as well, programs that are used by hand for nothing or more.
 */
int request_is_uefi(const struct request *r);

#endif
