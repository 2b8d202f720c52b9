/*
 * The errors of a connected datagram socket.
 */
#include "trouble.h"

#include <errno.h>

enum trouble
trouble(int error)
{
	switch (error) {
	case ECONNREFUSED:
		return TROUBLE_GONE;
	case EAGAIN: case EINTR: case ENOBUFS: case ENETUNREACH:
	case EHOSTUNREACH: case ENETDOWN: case EHOSTDOWN: case EPERM:
		return TROUBLE_PASSING;
	default:
		return TROUBLE_LASTING;
	}
}
