/*
 * Addresses that are one host's.
 */
#include <stdint.h>

#include "net/answerable.h"

static int
is_host(struct in_addr a)
{
	const uint32_t host = ntohl(a.s_addr);

	return host != INADDR_ANY && host != INADDR_BROADCAST &&
	    !IN_MULTICAST(host);
}

int
answerable(const union address *a)
{
	if (address_port(a) == 0)
		return 0;
	if (a->sa.sa_family != AF_INET6)
		return is_host(a->in.sin_addr);
	return !IN6_IS_ADDR_MULTICAST(&a->in6.sin6_addr) &&
	    !IN6_IS_ADDR_UNSPECIFIED(&a->in6.sin6_addr);
}

int
answerable_in_net(struct in_addr a, struct in_addr net, struct in_addr mask)
{
	const uint32_t hosts = ~ntohl(mask.s_addr);
	const uint32_t host = ntohl(a.s_addr) & hosts;

	/* In /31 and /32 all are hosts' (RFC 3021); without a mask, too. */
	if (hosts < 3 || mask.s_addr == 0 ||
	    ((a.s_addr ^ net.s_addr) & mask.s_addr) != 0)
		return 1;
	return host != 0 && host != hosts;
}

int
answerable_by_itself(struct in_addr a)
{
	return ntohl(a.s_addr) >> 24 == IN_LOOPBACKNET;
}
