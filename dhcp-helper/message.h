/*
 * A BOOTP or DHCP message from a client (RFC 951, RFC 2131), taken apart.
 *
 * Pure. The bytes are not trusted. Every part that struct message names lies
 * inside the message and has the length that its RFC demands.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <netinet/in.h>
#include <stddef.h>

#include "dhcp-helper/silence.h"
#include "map/loader.h"

#define MESSAGE_MAX 2048	/* bytes of the longest message we take */
#define MESSAGE_HEADER 236	/* bytes before the magic cookie */
#define MESSAGE_COOKIE 4
#define MESSAGE_AT_SNAME 44
#define MESSAGE_SNAME_SIZE 64
#define MESSAGE_AT_FILE 108
#define MESSAGE_FILE_SIZE 128
#define MESSAGE_ARCH_MAX 8
#define MESSAGE_TYPE_SIZE 16
#define MESSAGE_CARD_MAX 16
#define MESSAGE_IGNORED_MAX 8
#define HTYPE_ETHERNET 1
#define HTYPE_INFINIBAND 32	/* RFC 4391 */
#define FLAG_BROADCAST 0x8000	/* RFC 2131 section 2 */

#define OPTION_PAD 0
#define OPTION_SUBNET_MASK 1
#define OPTION_ROUTER 3
#define OPTION_DNS 6
#define OPTION_HOST_NAME 12
#define OPTION_VENDOR_SPECIFIC 43
#define OPTION_REQUESTED_ADDRESS 50
#define OPTION_LEASE_TIME 51
#define OPTION_OVERLOAD 52
#define OPTION_MESSAGE_TYPE 53
#define OPTION_SERVER_ID 54
#define OPTION_PARAMETER_REQUEST_LIST 55
#define OPTION_MAX_MESSAGE_SIZE 57
#define OPTION_VENDOR_CLASS 60
#define OPTION_CLIENT_ID 61
#define OPTION_SERVER_NAME 66
#define OPTION_BOOTFILE_NAME 67
#define OPTION_USER_CLASS 77
#define OPTION_RELAY 82
#define OPTION_ARCH 93
#define OPTION_UUID 97
#define OPTION_SUBNET_SELECTION 118
#define OPTION_SERVER_ADDRESS 150
#define OPTION_IPXE 175
#define OPTION_CONFIG_FILE 209
#define OPTION_PATH_PREFIX 210
#define OPTION_END 255

/* Sub-options of 43 (PXE 2.1). */
#define VENDOR_DISCOVERY 6
#define VENDOR_MENU 9
#define VENDOR_PROMPT 10
#define VENDOR_BOOT_ITEM 71
#define VENDOR_END 255

/* Features in 175: sub-options of iPXE with a value that is not 0. */
#define IPXE_HTTP 19
#define IPXE_HTTPS 20

enum message_type {
	MESSAGE_BOOTP,		/* no option 53 */
	MESSAGE_DISCOVER,
	MESSAGE_OFFER,
	MESSAGE_REQUEST,
	MESSAGE_DECLINE,
	MESSAGE_ACK,
	MESSAGE_NAK,
	MESSAGE_RELEASE,
	MESSAGE_INFORM
};

/* What the client says it is, from the beginning of option 60. */
enum message_class {
	CLASS_OTHER, CLASS_PXE, CLASS_HTTP, CLASS_UBOOT, CLASS_APPLE
};

struct message {
	unsigned char htype, hlen;	/* hlen is 0 to 16; 0: the hardware's
					   address is not in chaddr */
	unsigned char hlen_sent;	/* and what it said, if it can be no
					   other than what stands in hlen */
	unsigned char xid[4];
	unsigned char chaddr[16];
	unsigned secs, flags;
	struct in_addr ciaddr, giaddr;
	size_t n;			/* bytes that came */
	char sname[MESSAGE_SNAME_SIZE + 1];	/* the server that is meant;
						   "": any, or options */

	unsigned type;			/* enum message_type, or a later one */
	enum message_class class;
	enum client_stage stage;
	unsigned arch[MESSAGE_ARCH_MAX];	/* as sent, in its order */
	size_t archs;
	unsigned char mac[6];		/* from chaddr, or from 61 */
	int has_mac;
	unsigned char uuid[16];		/* from 97, or from 61 */
	int has_uuid;
	int is_pi;			/* surely a Raspberry Pi's firmware */
	struct in_addr server_id, requested_address;
	int has_server_id, has_requested_address;
	unsigned max_size;		/* option 57; 0: not said */
	unsigned char boot_item[4];	/* 43.71: type and layer */
	int has_boot_item;
	struct in_addr relay_link;	/* 82.5, else 118: the client's link */
	int has_relay_link;
	struct in_addr relay_server_id;	/* 82.11: whom the client shall ask */
	int has_relay_server_id;

	/* Options that are wrong, and so as if they were not there. Of one
	   that goes on behind the end, nothing that follows was read. */
	unsigned char ignored[MESSAGE_IGNORED_MAX];
	size_t ignored_n;

	/* Every option by its code, the parts of a long one joined. */
	struct {
		size_t at, n;
		int present;
	} option[256];
	unsigned char store[MESSAGE_MAX];
};

/*
 * Takes n bytes apart. SILENCE_NOT: *m is filled; otherwise the reason
 * why they are no message, and *m is not to be used.
 */
enum silence message_parse(struct message *m, const unsigned char *bytes,
    size_t n);

/* The bytes of an option and their number, or NULL: it is not there. */
const unsigned char *message_option(const struct message *m, unsigned code,
    size_t *n);

/* An option is wrong: from now on it is as if it were not there. */
void message_ignore(struct message *m, unsigned code);

/*
 * Who sends it, for what is remembered of clients: the bytes of chaddr, else
 * the UUID, else the end of its client identifier. Returns how many bytes of
 * card these are; the others are 0.
 */
size_t message_card(const struct message *m,
    unsigned char card[MESSAGE_CARD_MAX]);

/* The address that the client has already; 0.0.0.0: none. */
struct in_addr message_address(const struct message *m);

/* Whether the client asks for an option (55). */
int message_requests(const struct message *m, unsigned code);

/*
 * Whether the iPXE that asks has a feature (175). True where it names no
 * features at all: a name in option 77 can be configured in any firmware.
 */
int message_ipxe_has(const struct message *m, unsigned feature);

/* Whether it says itself that it has the feature. */
int message_ipxe_says(const struct message *m, unsigned feature);

/* "DISCOVER", "REQUEST"; "BOOTP"; buf for others. MESSAGE_TYPE_SIZE. */
const char *message_type_name(unsigned type, char *buf, size_t size);

#endif
