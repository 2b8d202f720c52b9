/*
 * An address of either family with its port; and which of them are one source.
 * Pure.
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* sa.sa_family says which; AF_UNSPEC: it is not known. */
union address {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

#define ADDRESS_TEXT_SIZE (INET6_ADDRSTRLEN + sizeof("[]%4294967295:65535"))

/* The length that bind(2), connect(2) and sendto(2) want. */
socklen_t address_length(const union address *a);

/* The port in host byte order; address_set_port() takes it so, too. */
unsigned address_port(const union address *a);
void address_set_port(union address *a, unsigned port);

/* Whether address (and, with_port, port) are the same. */
int address_equal(const union address *a, const union address *b,
    int with_port);

/*
 * The address as text, "10.9.0.21" or "2001:db8::1"; with_port "10.9.0.21:69"
 * or "[2001:db8::1]:69". AF_UNSPEC is "-". size: ADDRESS_TEXT_SIZE will do.
 * Returns dst.
 */
char *address_text(char *dst, size_t size, const union address *a,
    int with_port);

/* An IPv4 address that came in through a socket of IPv6 is IPv4 for us. */
void address_unmap(union address *a);

/*
 * Whom something is counted for: an IPv4 address; of IPv6, whose hosts have as many
 * addresses as they like, the network, or a link-local address. Zeros: nobody
 * knows.
 */
struct source {
	uint64_t high, low;
};

struct source address_source(const union address *a);
int source_same(struct source a, struct source b);

#endif
