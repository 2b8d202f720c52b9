/*
 * What a client identifier (option 61) is made of, where it says so: a MAC
 * address or a UUID. For clients that have no other name.
 */
#ifndef CLIENTID_H
#define CLIENTID_H

#include <stddef.h>

/* 1: there is one in the n bytes of an option 61; 0: not. Pure. */
int clientid_mac(const unsigned char *id, size_t n, unsigned char mac[6]);
int clientid_uuid(const unsigned char *id, size_t n, unsigned char uuid[16]);

#endif
