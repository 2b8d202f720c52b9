/*
 * What a DHCP server is told of the map: nets, hosts, and profiles, each of
 * which says for every kind of firmware which file its clients load. Pure.
 */
#ifndef EXPORTED_H
#define EXPORTED_H

#include <stdint.h>
#include <stdio.h>

#include "map/client.h"
#include "map/loader.h"
#include "mkbootroot/text/mistake.h"

#define EXPORTED_ARCHS 64	/* canonical numbers below it are known */
#define EXPORTED_CLASS_SIZE 24

/*
 * The generated script, for every iPXE: it puts its card there itself, by which
 * tftpd knows also who asks from behind a router.
 */
#define EXPORTED_SCRIPT "01-${netX/mac:hexhyp}.ipxe"

/* A file, and for whom it is. */
struct exported_file {
	enum client_stage stage;
	unsigned arch;
	char path[CLIENT_PATH_SIZE];
	struct in_addr server;		/* of its own: it is elsewhere */
	int is_elsewhere;
};

/* What all clients with the same files and the same server have. */
struct profile {
	struct exported_file *file;
	size_t n;
	struct in_addr server;
	int has_server;
	const char *servername;
	int lacks_http;		/* firmware that boots by HTTP has files, and
				   no server is named for their URLs */
	int lacks_value;	/* a URL has a variable whose value only
				   dhcp-helper knows */
};

/* Words about addresses, of a client, a net, or default. */
struct lending {
	struct in_addr router, dns[CLIENT_DNS_MAX];
	int has_router, has_lease;
	size_t dns_n;
	unsigned lease_s;
};

enum exported_who { EXPORTED_HOST, EXPORTED_PREFIX, EXPORTED_DEFAULT };

struct exported_client {
	unsigned line;
	enum exported_who who;
	unsigned char mac[6];
	size_t mac_n;			/* octets of a prefix */
	const char *name;
	struct in_addr ip;
	int has_ip;
	struct lending lending;		/* the words of its own line, and of
						   its group's */
	size_t profile;
};

struct exported_net {
	unsigned line;
	struct in_addr address, mask;
	unsigned length;
	struct lending lending;
};

struct exported {
	struct profile *profile;
	size_t profiles;
	struct exported_client *client;
	size_t clients;
	struct exported_net *net;
	size_t nets;
	struct lending all;		/* default's */
	unsigned archs[EXPORTED_ARCHS];	/* those that a profile has */
	size_t archs_n;
};

/*
 * Takes the record of a line; what no server can be told becomes a warning of
 * it. 0; -1: errno. Texts lie in the map.
 */
int exported_add(struct exported *e, const struct map *m,
    const struct record *r, unsigned line, struct mistakes *mistakes);
void exported_free(struct exported *e);

/*
 * Fills a client's profile, 0, or -1: errno; either way it is to be freed.
 * Whether two say the same. A list with room for one more; NULL: errno.
 */
int exported_profile(struct profile *p, const struct client *c);
int exported_same(const struct profile *a, const struct profile *b);
void *exported_grow(void *list, size_t n, size_t size);

/*
 * The numbers of option 93 that stand for a canonical one: they go into
 * numbers; how many.
 */
size_t exported_numbers(unsigned arch, unsigned numbers[4]);

/*
 * What the vendor class of firmware begins with that is an arch, by its number:
 * it says so where option 93 is missing.
 */
void exported_class(unsigned number, char buf[EXPORTED_CLASS_SIZE]);

/* Whether prefix b is a longer one of prefix a. */
int exported_covers(const struct exported_client *a,
    const struct exported_client *b);

/* Whether there is such a client, of this profile; SIZE_MAX: of any. */
int exported_has(const struct exported *e, enum exported_who who,
    size_t profile);

/*
 * Whether a host may ask on a net where it cannot have its address. All three
 * servers know a host with an address on its own net only, so it stands there
 * a second time, without one.
 */
int exported_roams(const struct exported *e, const struct exported_client *c);

/* Whether a host's address lies in a net. */
int exported_inside(const struct exported_net *n, struct in_addr a);

/* Whether a host's address lies in a net of the map. */
int exported_on_a_net(const struct exported *e, const struct exported_client *c);

/* Warns of the words of a line that dhcp-helper alone knows. */
void exported_warn_words(const struct record *r, unsigned line,
    struct mistakes *m);

/* Warns of each host whose address lies in none, which the server wants. */
void exported_warn_netless(const struct exported *e, const char *server,
    struct mistakes *mistakes);

/* Writes "52:54:00", n octets with a separator. */
void exported_octets(const unsigned char *mac, size_t n, const char *between,
    FILE *out);

/* Writes "10.9.0.1". */
void exported_address(struct in_addr a, FILE *out);

/*
 * The renderers. What their server cannot say becomes a warning of its line.
 */
void export_dnsmasq(const struct exported *e, struct mistakes *mistakes,
    FILE *out);
void export_dhcpd(const struct exported *e, struct mistakes *mistakes,
    FILE *out);
void export_kea(const struct exported *e, struct mistakes *mistakes,
    FILE *out);

#endif
