/*
 * The MAC address or the UUID in a client identifier (option 61), if it has
 * one. For clients that send neither elsewhere.
 */
#ifndef CLIENTID_H
#define CLIENTID_H

#include <stddef.h>

/* 1: there is one in the n bytes of an option 61; 0: not. Pure. */
int clientid_mac(const unsigned char *id, size_t n, unsigned char mac[6]);
int clientid_uuid(const unsigned char *id, size_t n, unsigned char uuid[16]);

#endif
