/*
 * FNV-1a (Fowler, Noll, Vo) over client and server, and the last step of
 * MurmurHash3 (Appleby) behind it: FNV alone leaves servers with neighbouring
 * addresses alike in the upper bits, which are what is compared.
 */
#include <string.h>

#include "map/rank.h"

#define FNV_BEGIN 2166136261u
#define FNV_PRIME 16777619u

static uint32_t
fnv(uint32_t sum, const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sum = (sum ^ bytes[i]) * FNV_PRIME;
	return sum;
}

uint32_t
rank_weight(const unsigned char *client, size_t n, struct in_addr server)
{
	unsigned char address[4];
	uint32_t h;

	memcpy(address, &server, sizeof(address));	/* as on the wire */
	h = fnv(fnv(FNV_BEGIN, client, n), address, sizeof(address));
	h = (h ^ h >> 16) * 0x85ebca6bu;
	h = (h ^ h >> 13) * 0xc2b2ae35u;
	return h ^ h >> 16;
}

/* Whether a stands before b. */
static int
is_before(const unsigned char *client, size_t n, struct in_addr a,
    struct in_addr b)
{
	const uint32_t of_a = rank_weight(client, n, a);
	const uint32_t of_b = rank_weight(client, n, b);

	return of_a != of_b ? of_a > of_b :
	    ntohl(a.s_addr) < ntohl(b.s_addr);
}

void
rank_order(const unsigned char *client, size_t client_n,
    struct in_addr *servers, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && is_before(client, client_n,
		    servers[k], servers[k - 1]); k--) {
			const struct in_addr swapped = servers[k];

			servers[k] = servers[k - 1];
			servers[k - 1] = swapped;
		}
}
