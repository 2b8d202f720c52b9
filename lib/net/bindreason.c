/*
 * The kernel's word, and behind it the remedy.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "net/bindreason.h"

const char *
bind_reason(int error, int type)
{
	switch (error) {
	case EADDRINUSE:
		return type == SOCK_STREAM ?
		    "Address already in use; ss -ltnp says by whom" :
		    "Address already in use; ss -ulnp says by whom";
	case EADDRNOTAVAIL:
		return "this host has no such address";
	case EACCES:
		return "Permission denied; a port below 1024 is for root";
	default:
		return strerror(error);
	}
}
