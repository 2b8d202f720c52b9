/*
 * Two sockets of UDP with one port. The kernel allows it where both ask for it, as those
 * of inetd, systemd and dnsmasq do, and gives each datagram to one of them: nobody is
 * told, and clients get the files of another server.
 */
#ifndef RIVAL_H
#define RIVAL_H

#include <stddef.h>

#define RIVAL_MAX 16

/* The addresses, in the kernel's digits, that have the port. */
struct rivals {
	char address[RIVAL_MAX][33];
	size_t n;
};

/*
 * Takes a line of /proc/net/udp or udp6. Whether its socket shares the port with one of
 * a line before it. Pure.
 */
int rival_line(struct rivals *r, unsigned port, const char *line);

/* Whether two sockets of this host have that port; 0 also where nobody can tell. */
int rival_is_there(unsigned port);

#endif
