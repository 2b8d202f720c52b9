/*
 * Addresses taken apart, compared, and as text.
 */
#include <arpa/inet.h>
#include <bsd/sys/endian.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "net/address.h"

void
address_unmap(union address *a)
{
	struct sockaddr_in in = {.sin_family = AF_INET};

	if (a->sa.sa_family != AF_INET6 ||
	    !IN6_IS_ADDR_V4MAPPED(&a->in6.sin6_addr))
		return;
	memcpy(&in.sin_addr, &a->in6.sin6_addr.s6_addr[12], 4);
	in.sin_port = a->in6.sin6_port;
	memset(a, 0, sizeof(*a));
	a->in = in;
}

struct source
address_source(const union address *a)
{
	const unsigned char *bytes = a->in6.sin6_addr.s6_addr;
	struct source s = {0, 0};

	if (a->sa.sa_family == AF_INET)
		s.low = ntohl(a->in.sin_addr.s_addr);
	else if (a->sa.sa_family != AF_INET6)
		return s;
	else if (IN6_IS_ADDR_LINKLOCAL(&a->in6.sin6_addr))
		s = (struct source){be64dec(bytes), be64dec(bytes + 8)};
	else
		s.high = be64dec(bytes);
	return s;
}

int
source_same(struct source a, struct source b)
{
	return a.high == b.high && a.low == b.low;
}

socklen_t
address_length(const union address *a)
{
	return a->sa.sa_family == AF_INET6 ? sizeof(a->in6) : sizeof(a->in);
}

unsigned
address_port(const union address *a)
{
	return ntohs(a->sa.sa_family == AF_INET6 ? a->in6.sin6_port :
	    a->in.sin_port);
}

void
address_set_port(union address *a, unsigned port)
{
	if (a->sa.sa_family == AF_INET6)
		a->in6.sin6_port = htons((uint16_t)port);
	else
		a->in.sin_port = htons((uint16_t)port);
}

int
address_equal(const union address *a, const union address *b, int with_port)
{
	if (a->sa.sa_family != b->sa.sa_family)
		return 0;
	if (with_port && address_port(a) != address_port(b))
		return 0;
	if (a->sa.sa_family == AF_INET6)
		return IN6_ARE_ADDR_EQUAL(&a->in6.sin6_addr,
		    &b->in6.sin6_addr) &&
		    a->in6.sin6_scope_id == b->in6.sin6_scope_id;
	return a->in.sin_addr.s_addr == b->in.sin_addr.s_addr;
}

char *
address_text(char *dst, size_t size, const union address *a, int with_port)
{
	char text[INET6_ADDRSTRLEN], scope[IF_NAMESIZE + 1] = "";

	if (a->sa.sa_family == AF_UNSPEC) {
		snprintf(dst, size, "-");
		return dst;
	}
	if (a->sa.sa_family == AF_INET) {
		inet_ntop(AF_INET, &a->in.sin_addr, text, sizeof(text));
	} else {
		inet_ntop(AF_INET6, &a->in6.sin6_addr, text, sizeof(text));
		if (a->in6.sin6_scope_id != 0)
			snprintf(scope, sizeof(scope), "%%%u",
			    a->in6.sin6_scope_id);
	}
	if (!with_port)
		snprintf(dst, size, "%s%s", text, scope);
	else if (a->sa.sa_family == AF_INET)
		snprintf(dst, size, "%s:%u", text, address_port(a));
	else
		snprintf(dst, size, "[%s%s]:%u", text, scope, address_port(a));
	return dst;
}
