/*
 * Who asks: a request does not say, so it is found out. All this is convenience,
 * not secrecy. Pure.
 */
#ifndef IDENTIFY_H
#define IDENTIFY_H

#include "map/client.h"

/*
 * Fills *who. met is what is known without the map: the MAC address that the
 * neighbour table has for its address, and that one. A MAC address of it counts;
 * else the client whose ip= is the address; else a MAC address or a UUID in the
 * requested name, as PXELINUX and GRUB write it. Where the first two name two
 * different clients *disagree is set. m may be NULL.
 */
void identify(const struct map *m, const struct who *met, const char *path,
    struct who *who, int *disagree);

/* A MAC or UUID at the end of a path, for tests: 1 or 0. */
int identify_name(const char *path, struct who *who);

#endif
