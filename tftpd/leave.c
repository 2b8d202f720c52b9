/*
 * The end.
 */
#include "leave.h"

#include <stdlib.h>

_Noreturn void
leave(const struct server *s, int status)
{
	if (status != EXIT_DONE)
		listener_discard(&s->listener);
	exit(status);
}
