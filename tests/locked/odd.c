/*
 * A transfer that was taken over makes the calls that it may, as no program
 * would.
 */
#include "odd.h"

#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define ODD_CALLS 20000
#define PICK(list) (list)[(x = x * 6364136223846793005U + 1442695040888963407U) \
	>> 33 & (sizeof(list) / sizeof(*(list)) - 1)]

/*
 * Each call that a transfer may make, with arguments that it never has; but
 * those that wait or end, and but the socket of the reports: who writes there
 * what is no report is ended at once.
 */
int
odd_arguments(int report_fd)
{
	/* What is written somewhere is written in here. */
	static unsigned char bytes[1 << 19];
	static const int calls[] = {SYS_sendmsg, SYS_sendto, SYS_recvfrom,
	    SYS_setsockopt, SYS_write, SYS_pread64, SYS_fstat,
	    SYS_clock_gettime};
	static const long odd[] = {0, 1, -1, 2, SOL_SOCKET, SO_RCVTIMEO, 16,
	    65536, INT32_MAX, INT32_MIN, 1L << 32, -4096, 17, 12, 1 << 17,
	    0x7fffffffffff};
	const struct sockaddr_in self = {.sin_family = AF_INET, .sin_port =
	    htons(69), .sin_addr = {htonl(INADDR_LOOPBACK)}};
	struct iovec iov[4] = {{bytes, 1 << 17}, {NULL, 1 << 20}, {bytes, 1},
	    {(void *)1, 1}};
	struct msghdr msg = {.msg_iov = iov};
	const void *pointers[] = {NULL, bytes, bytes + 1, bytes + (1 << 18),
	    bytes + (1 << 17), bytes + 4096, (void *)1, (void *)-1L};
	uint64_t x = 4711;
	int done = 0, fd;

	for (int i = 0; i < ODD_CALLS; i++) {
		int call = PICK(calls);
		long args[6];

		fd = (int)(x >> 40 & 63) - 1;
		if (fd == report_fd)
			continue;
		for (int j = 0; j < 6; j++)
			args[j] = x >> 20 & 1 ? PICK(odd) :
			    (long)(uintptr_t)PICK(pointers);
		msg.msg_name = x >> 20 & 1 ? (void *)(uintptr_t)&self :
		    (void *)(uintptr_t)PICK(pointers);
		msg.msg_namelen = (socklen_t)PICK(odd);
		msg.msg_control = (void *)(uintptr_t)PICK(pointers);
		msg.msg_controllen = (size_t)PICK(odd);
		msg.msg_iovlen = x >> 30 & 3;
		if (call == SYS_sendmsg) {
			args[1] = x >> 21 & 1 ? args[1] : (long)(uintptr_t)&msg;
			args[2] |= MSG_DONTWAIT;
		} else if (call == SYS_sendto || call == SYS_recvfrom)
			args[3] |= MSG_DONTWAIT;
		if (call != SYS_write || fd != 2)
			done += syscall(call, fd, args[1], args[2], args[3],
			    args[4], args[5]) != -1;
	}
	return done;
}
