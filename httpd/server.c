/*
 * The end.
 */
#include <stdlib.h>

#include "httpd/server.h"

_Noreturn void
leave(const struct server *s, int status)
{
	if (status != EXIT_DONE)
		listener_discard(&s->listener);
	exit(status);
}
