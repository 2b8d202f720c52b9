/*
 * What a configuration of dnsmasq(8) says, read but not yet asked. Lists are in
 * the order of the file; dnsmasq goes through most of them from the end.
 */
#ifndef DNSMASQ_H
#define DNSMASQ_H

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqcards.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqkey.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqline.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqsieve.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqtag.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqvalue.h"
#include "mkbootroot/foreign/imported.h"

/* dhcp-option, dhcp-match. */
struct dnsmasq_option {
	struct entry *e;
	unsigned number;
	enum { OF_DHCP, OF_VENDOR, OF_OUTER, OF_ENTERPRISE, OF_IPV6 } place;
	const char *vendor;	/* of OF_VENDOR: its class */
	unsigned outer;		/* of OF_OUTER: the option around it */
	struct value value;	/* of dhcp-match */
	const char *text;	/* of dhcp-option; NULL: it has none */
	struct in_addr address[FOREIGN_DNS_MAX];
	size_t addresses;
	const char *more;	/* the first address without a place; or NULL */
};

struct dnsmasq_service {
	struct entry *e;
	unsigned arch, type;	/* type 0: the disk */
	const char *text, *file, *servername;	/* file NULL: the type says it */
	struct in_addr server;
};

/* dhcp-vendorclass, dhcp-userclass. */
struct dnsmasq_class {
	struct entry *e;
	const char *text;
	int is_user;
};

struct dnsmasq_mac {
	struct entry *e;
	struct card card;
};

struct dnsmasq_range {
	struct entry *e;
	uint32_t begin, end, mask;	/* mask 0: the interface's, unknown */
	enum { RANGE_POOL, RANGE_STATIC, RANGE_PROXY } mode;
	unsigned lease_s;		/* 0: not said */
	size_t net;			/* of foreign.net; SIZE_MAX: the only one */
};

/* dhcp-host. */
struct dnsmasq_host {
	struct entry *e;
	struct card *card;
	size_t cards;
	const char *name, *ip;
	uint32_t address;		/* 0: none of IPv4 */
	unsigned lease_s;
	int is_ignored, has_ipv6, has_id;
};

/* Things that were made with calloc(). */
struct list {
	void **item;
	size_t n, size;
};

/* Entries, and which of them may be for whom. */
struct sieved {
	struct list list;
	struct sieve sieve;
};

/* The options that somebody may be told, or that make a difference. */
enum { TOLD_ROUTER, TOLD_DNS, TOLD_CLASS, TOLD_NAME, TOLD_FILE, TOLD_ADDRESS,
    TOLD_SIADDR, TOLD_N };

/*
 * What ask() works with, so that it needs no memory: the tags of a client, those
 * of tag-if, too, and the same before those of the range.
 */
struct workspace {
	struct tags own, all, before;
};

struct dnsmasq {
	struct imported *im;
	struct foreign_host *host;
	size_t hosts_n, hosts_size;
	struct foreign_net *net;
	size_t nets_n;
	struct list entries;		/* all that were read */
	struct list singles, prompts;	/* of entries */
	struct list options, matches, classes, macs, ranges, hosts;
	struct sieved boots, ignores, rules;	/* of entries */
	struct sieved services;
	struct sieved told[TOLD_N];	/* of options */
	struct cards host_cards, mac_cards;	/* by place in hosts, in macs */
	struct tagnames tagnames;
	unsigned known, known_othernet;	/* the numbers of these tags */
	struct workspace *space;
	struct list interfaces, pxe_vendors;	/* texts, which are not ours to free */
	unsigned *interface_tags;
	int is_of_hosts;		/* a dhcp-hostsfile: the rest is elsewhere */
	int is_pxe, has_no_dns, has_no_override;
	unsigned types;			/* services that are entries of a menu */
	unsigned *lines;		/* that name a boot file or a server */
	size_t lines_n, lines_size;
};

/* 0; -1: there is no memory, which c->im is told. */
int list_add(struct dnsmasq *c, struct list *list, void *item);

/*
 * Reads the value of one line, which e is of. NULL; else what dnsmasq has against
 * it, or ours. What they take from e stays there.
 */
const char *dnsmasq_take_boot(struct dnsmasq *c, struct entry *e);
const char *dnsmasq_take_option(struct dnsmasq *c, struct entry *e,
    int is_match);
const char *dnsmasq_take_service(struct dnsmasq *c, struct entry *e);
const char *dnsmasq_take_class(struct dnsmasq *c, struct entry *e, int is_user);
const char *dnsmasq_take_mac(struct dnsmasq *c, struct entry *e);
const char *dnsmasq_take_range(struct dnsmasq *c, struct entry *e);
const char *dnsmasq_take_host(struct dnsmasq *c, struct entry *e);

/* Passes the tags that a value begins with. 0; -1: nothing is behind them. */
int dnsmasq_pass_tags(struct entry *e);

/* The tag that a piece gives, in whose front "set:" may stand. */
const char *dnsmasq_set(const struct piece *p);

/* What they make of all: nets, and hosts in the order of the lines. */
void dnsmasq_nets(struct dnsmasq *c);
void dnsmasq_cards(struct dnsmasq *c);

/* Numbers the tags, and makes what finds things by them and by cards. */
void dnsmasq_index(struct dnsmasq *c);
void dnsmasq_unindex(struct dnsmasq *c);

/* Composes what it says; frees it. */
void dnsmasq_finish(struct dnsmasq *c);

/*
 * Names what has no word of ours, and tags that nothing gives; and, when all have
 * been asked for, what was told to nobody.
 */
void dnsmasq_untold(struct dnsmasq *c);
void dnsmasq_told_nobody(struct dnsmasq *c);
void dnsmasq_free(struct dnsmasq *c);

/* What a client is told: foreign.ask. */
void dnsmasq_ask(const struct foreign *f, const struct asker *a,
    struct told *told);

#endif
