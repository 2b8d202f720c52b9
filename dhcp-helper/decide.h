/*
 * What a message is answered, and why: OFFER, ACK or silence.
 *
 * Pure: the message, the map and the facts of the link decide, and nothing
 * is remembered from one message to the next.
 */
#ifndef DECIDE_H
#define DECIDE_H

#include <netinet/in.h>

#include "client.h"
#include "interface.h"
#include "map.h"
#include "message.h"

#define PORT_PROXY 4011		/* PXE 2.1: ProxyDHCP, boot servers (BINL) */

enum decision_answer { ANSWER_SILENT, ANSWER_OFFER, ANSWER_ACK };

struct decision {
	enum decision_answer answer;
	const char *reason;	/* of silence: a word from dhcp-helper(8) */
	int quiet;		/* no client of ours: hardly worth a line */
	int found;		/* client is filled, rule and name are known */
	struct client client;
	int has_arch;
	unsigned arch;		/* canonical: the one that was chosen, or the
				   first that was sent */
	int to_sender;		/* answered where it came from, not to all */
	char file[CLIENT_PATH_SIZE];	/* path from the boot root, or URL */
	struct in_addr server;		/* where the file is (siaddr) */
	struct in_addr server_id;	/* we, on that link (option 54) */

	/* The client's record has ip=: we are its DHCP server. */
	int gives_address;
	struct in_addr netmask;
	unsigned lease_s;
};

/*
 * Decides. map is NULL when there is none; via is the link with our address
 * there; port is the one that the message came to, in host byte order:
 * PORT_PROXY, or any other for DHCP's 67. What *d points to lies in the map.
 */
void decide(const struct message *m, const struct map *map,
    const struct interface *via, unsigned port, struct decision *d);

#endif
