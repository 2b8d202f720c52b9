/*
 * What clients are known by: MAC addresses, their beginnings, UUIDs. Pure.
 */
#ifndef HARDWARE_H
#define HARDWARE_H

/* A MAC in all spellings. 0; -1: it is none. */
int value_mac(const char *s, unsigned char mac[6]);

/* The beginning of a MAC, "b8:27:eb:*": its octets, 1 to 5; -1: none. */
int value_prefix(const char *s, unsigned char octets[5]);

/* A UUID as written (RFC 4122 section 3). 0; -1: it is none. */
int value_uuid(const char *s, unsigned char uuid[16]);

#endif
