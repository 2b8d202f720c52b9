/*
 * What a PC's firmware says to DHCP servers, and what it takes from their answers:
 * DISCOVER and REQUEST as UEFI's PXE or a BIOS's sends them, OFFER, ACK and NAK. Bytes
 * in, bytes out; no I/O.
 */
#ifndef RACKDHCP_H
#define RACKDHCP_H

#include <stddef.h>
#include <stdint.h>

#define RACKDHCP_FRAME 640
#define RACKDHCP_NAME 256

enum rackdhcp_type {
	RACKDHCP_NONE = 0,	/* not an answer of DHCP */
	RACKDHCP_DISCOVER = 1,
	RACKDHCP_OFFER = 2,
	RACKDHCP_REQUEST = 3,
	RACKDHCP_ACK = 5,
	RACKDHCP_NAK = 6
};

/* Addresses are as they stand in a packet; 0 where none is said. */
struct rackdhcp {
	enum rackdhcp_type type;
	uint32_t xid;
	uint8_t mac[6];
	uint32_t address;	/* yiaddr */
	uint32_t next;		/* siaddr, or option 54 */
	uint32_t server;	/* option 54 */
	char file[RACKDHCP_NAME];
	int is_bios;		/* what the client says that it is; else UEFI, x64 */
};

/*
 * A whole Ethernet frame, from 0.0.0.0 to 255.255.255.255, with the broadcast flag.
 * A REQUEST names what.address and what.server. The length of the frame.
 */
size_t rackdhcp_build(uint8_t frame[RACKDHCP_FRAME], const struct rackdhcp *what,
	    uint16_t secs);

/* An Ethernet frame that came in. -1: it is no answer to a DHCP client. */
int	rackdhcp_parse(const uint8_t *frame, size_t n, struct rackdhcp *what);

#endif
