/*
 * The answer to a message, and the reason for it: OFFER, ACK, NAK, BOOTP's
 * reply or silence.
 *
 * Pure: only the message, the map and the facts of the moment decide. One of
 * these facts is remembered from earlier messages: the addresses that clients
 * have found in use.
 */
#ifndef DECIDE_H
#define DECIDE_H

#include <netinet/in.h>

#include "dhcp-helper/conflict.h"
#include "dhcp-helper/interface.h"
#include "dhcp-helper/message.h"
#include "dhcp-helper/silence.h"
#include "map/client.h"
#include "map/map.h"

#define PORT_SERVER 67
#define PORT_CLIENT 68
#define PORT_PROXY 4011		/* PXE 2.1: ProxyDHCP, boot servers (BINL) */

#define CONFIG_FILE_SIZE 64	/* of option 209 */

enum decision_answer {
	ANSWER_SILENT, ANSWER_BOOTP, ANSWER_OFFER, ANSWER_ACK, ANSWER_NAK
};

/* Where the answer goes (RFC 2131 section 4.1). */
enum decision_to {
	TO_ALL,			/* 255.255.255.255:68 */
	TO_RELAY,		/* giaddr:67 */
	TO_CLIENT,		/* ciaddr:68, an address that it has */
	TO_SENDER		/* where the message came from */
};

/* What stands in option 43. */
enum decision_vendor {
	VENDOR_NONE,
	VENDOR_DIRECT,		/* "take this file, ask nobody on 4011" */
	VENDOR_ITEM,		/* the boot item that was asked for */
	VENDOR_PI,		/* what the Raspberry Pi looks for */
	VENDOR_LOCAL		/* a menu whose only item is local boot */
};

/* What decides beside the message. */
struct facts {
	const struct map *map;		/* NULL: there is none, */
	int map_is_bad;			/* ... since it cannot be used */
	const struct interface *via;	/* the link, with our address there */
	unsigned port;			/* that the message came to, in host
					   byte order: PORT_PROXY, or any
					   other for DHCP's 67 */
	int from_link;			/* nobody but a host of the link can
					   have sent it: no router forwards
					   such a datagram */
	const struct conflicts *conflicts;	/* NULL: none */
	long long now_ms;
	/* Is told each client that is found, to settle it, see map/once.h. NULL:
	   what is booted once is always booted. */
	void (*settle)(void *of, struct client *c);
	void *settle_of;
	/* Whether an address is one of this host's, on whatever link. NULL: those of
	   the link alone are. */
	int (*is_ours)(void *of, struct in_addr a);
	void *is_ours_of;
	unsigned repeats;		/* how often it was asked before, see
					   repeats.h */
};

struct decision {
	enum decision_answer answer;
	enum silence reason;	/* SILENCE_NOT: it is answered */
	const char *hint;	/* what an administrator may want to look at;
				   NULL: nothing */
	int quiet;		/* no client of ours: hardly worth a line */
	int found;		/* client is filled, rule and name are known */
	struct client client;
	int has_arch;
	unsigned arch;		/* canonical: the one that was chosen, or the
				   first that was sent */
	enum decision_to to;
	unsigned delay_s;	/* the answer waits for so long */

	/* Its server= names several, see ranking.h. */
	int is_ranked, is_listed;	/* and us among them */
	unsigned rank;			/* our place in its order; 0: the first */
	unsigned wait_ms;		/* for those before us, and then it is to
					   be decided once more */

	/* It loads a boot file, and is told which. */
	const char *class;	/* option 60 of the answer; NULL: none */
	enum decision_vendor vendor;
	char file[CLIENT_PATH_SIZE];	/* path from the boot root, or URL;
					   "": none is named */
	char config_file[CONFIG_FILE_SIZE];	/* 209; "": none */
	char prefix[CLIENT_PATH_SIZE];	/* 210; "": none */
	struct in_addr server;		/* where the file is (siaddr) */
	int ends_boot;		/* it is sent to its disk: file is none that
				   it could load */
	int is_elsewhere;	/* the file has that server of its own */
	struct in_addr server_id;	/* we, on that link (option 54) */
	struct in_addr own;	/* our address that it is sent from */

	/* The client's record has ip=: we are its DHCP server. */
	int gives_address;
	int gives_lease;		/* of a time: DHCP, but not INFORM */
	struct in_addr netmask;		/* 0.0.0.0: not known */
	unsigned lease_s;
	int conflict;		/* it says that another host has its address */
};

/* Decides. What *d points to lies in the map, or for ever. */
void decide(const struct message *m, const struct facts *f,
    struct decision *d);

#endif
