/*
 * In which order several servers stand for a client: rendezvous hashing (Thaler and
 * Ravishankar, "Using name-based mappings to increase hit rates", 1998). Each
 * server gets a number of its address and the client alone, and the highest is first. So
 * clients spread evenly, all servers come to the same order without a word between
 * them, and a server that leaves moves no client but its own. Pure.
 */
#ifndef RANK_H
#define RANK_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

#define RANK_DELAY_MS 250	/* between a server and the next, without rank-delay= */

/*
 * The number of a server for the client of these n bytes, its MAC address or UUID; 0
 * bytes: who has neither. The same on each machine, whatever its byte order.
 */
uint32_t rank_weight(const unsigned char *client, size_t n,
    struct in_addr server);

/*
 * Puts servers into the client's order. Of two with the same number, which one pair
 * in four thousand million has, the lower address comes first.
 */
void rank_order(const unsigned char *client, size_t client_n,
    struct in_addr *servers, size_t n);

#endif
