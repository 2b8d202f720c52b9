/*
 * Other servers' files, evaluated: each format reads its file, and says for one
 * client at a time what its server would tell it. compose.c asks for every
 * client and every kind of firmware, and makes lines of clients(5) of the
 * answers: so no format needs to know what our words can say. Pure.
 */
#ifndef FOREIGN_ASK_H
#define FOREIGN_ASK_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

#define FOREIGN_DNS_MAX 4

/* A condition that cannot be known is never taken as true. */
enum truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN };

/* A client that the file names: by its card, or by the beginning of one. */
struct foreign_host {
	unsigned from;			/* the line of their file */
	unsigned char mac[6];
	int octets;			/* 6: a card; 1 to 5: a prefix */
	const char *name;		/* NULL: none */
	const char *ip;			/* as it stands there; NULL: none */
	/* Where ip is that of another card: it is on the net of this one. */
	const char *beside;
	const void *theirs;		/* what the format keeps of it */
};

/* A net that the file names: where strangers, and hosts with ip, are. */
struct foreign_net {
	unsigned from;
	uint32_t net, mask;		/* host byte order */
	const void *theirs;
};

/* Who asks, as its DISCOVER says it. */
struct asker {
	unsigned arch;			/* option 93 */
	int is_ipxe;			/* options 77 "iPXE" and 175 */
	int is_http;			/* 60 begins HTTPClient, else PXEClient */
	/* No firmware: it has been booted, and wants its address. Only lent counts. */
	int is_system;
	const struct foreign_host *host;	/* NULL: a stranger */
	const struct foreign_net *net;	/* NULL: the file has none */
};

/*
 * What it would be told. Texts lie in the file, or are kept by
 * imported_keep(); NULL, 0: not said. Each but the lease has the line that
 * says it.
 */
struct told {
	int is_silent;			/* nothing at all, by silent_from */
	unsigned silent_from;
	unsigned disk_from;		/* it is sent to its disk by this line; 0 */
	const char *file, *servername;
	unsigned file_from, servername_from;
	struct in_addr server, router, dns[FOREIGN_DNS_MAX];
	unsigned server_from, router_from, dns_from;
	size_t dns_n;
	unsigned lease_s;
};

/*
 * A file that was read. ask() must not depend on what it was asked before. It
 * names with imported_refuse() what it met and cannot know (once a line:
 * imported_refuse() sees to it).
 */
struct foreign {
	struct imported *im;
	const struct foreign_host *host;
	size_t hosts;
	const struct foreign_net *net;
	size_t nets;
	void (*ask)(const struct foreign *, const struct asker *,
	    struct told *);
	const void *theirs;
};

/*
 * Asks for every kind of firmware, host and net, and writes what im's lines
 * are. What the map cannot say is named with the line that says it; so is a
 * line that names a boot file which no kind of client is told (lines are all
 * those of the file that name one).
 */
void foreign_compose(const struct foreign *f, const unsigned *lines,
    size_t lines_n);

#endif
