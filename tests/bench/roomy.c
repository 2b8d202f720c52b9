/*
 * Preloaded into perfdhcp: its sockets have room for 8 MiB of answers. Without
 * it, a server that answers fast is punished: what comes while perfdhcp sends is
 * thrown away in its own socket, and counts as not answered.
 */
#include <dlfcn.h>
#include <sys/socket.h>

#define ROOM (8 * 1024 * 1024)

int
socket(int family, int type, int protocol)
{
	int (*real)(int, int, int) = dlsym(RTLD_NEXT, "socket");
	const int room = ROOM;
	int fd = real(family, type, protocol);

	/* Where it may not, it is as it was: the drops are in the table. */
	if (fd != -1)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room,
		    sizeof(room));
	return fd;
}
