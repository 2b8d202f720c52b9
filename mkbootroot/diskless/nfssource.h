/*
 * Where a root on NFS lies: SERVER:PATH. Pure.
 */
#ifndef NFSSOURCE_H
#define NFSSOURCE_H

#include <stddef.h>

#define NFS_SERVER_SIZE 256
#define NFS_PATH_SIZE 1024	/* MNTPATHLEN of NFSv3, with its NUL */

struct nfs_source {
	char server[NFS_SERVER_SIZE];	/* an IPv6 address with its brackets */
	char path[NFS_PATH_SIZE];	/* absolute, no slash last */
	int is_ipv4;			/* server is an IPv4 address */
};

/*
 * Takes "10.9.0.1:/srv/web", "nfs.example.org:/srv/web" or
 * "[fd00::1]:/srv/web" apart. NULL, or the reason why that cannot be.
 */
const char *nfs_source_parse(struct nfs_source *s, const char *text);

/* Whether a host, a network or a pattern can stand in an export. As above. */
const char *nfs_clients_check(const char *text);

#endif
