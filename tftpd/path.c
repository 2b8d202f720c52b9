/*
 * The MTU of a path, less what stands before a block.
 */
#include <netinet/ip.h>
#include <unistd.h>

#include "tftpd/option.h"
#include "tftpd/path.h"

#define IPV4_HEADERS (20 + 8)	/* IP without options, and UDP */
#define IPV6_HEADERS (40 + 8)
#define TFTP_HEADER 4

unsigned
path_blksize(int fd, int family)
{
	int mtu, headers = TFTP_HEADER;
	socklen_t n = sizeof(mtu);

	if (family == AF_INET) {
		if (getsockopt(fd, IPPROTO_IP, IP_MTU, &mtu, &n) == -1)
			return BLKSIZE_DEFAULT;
		headers += IPV4_HEADERS;
	} else {
		if (getsockopt(fd, IPPROTO_IPV6, IPV6_MTU, &mtu, &n) == -1)
			return BLKSIZE_DEFAULT;
		headers += IPV6_HEADERS;
	}
	return mtu - headers < BLKSIZE_DEFAULT ? BLKSIZE_DEFAULT :
	    (unsigned)(mtu - headers);
}

unsigned
path_blksize_to(const union address *client)
{
	unsigned blksize = BLKSIZE_DEFAULT;
	int fd;

	/* Connecting sends nothing, but has the kernel look for the path. */
	fd = socket(client->sa.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return blksize;
	if (connect(fd, &client->sa, address_length(client)) == 0)
		blksize = path_blksize(fd, client->sa.sa_family);
	close(fd);
	return blksize;
}
