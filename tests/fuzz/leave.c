/*
 * Linked to a server, so that LeakSanitizer can look at what it leaves: SIGTERM
 * ends it as if main() had returned, and its memory is open again then.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>

static void
leave(int signal_number)
{
	(void)signal_number;
	exit(0);
}

static void
open_memory(void)
{
	(void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

/* What is registered first, LeakSanitizer's, is run last. */
__attribute__((constructor)) static void
prepare(void)
{
	signal(SIGTERM, leave);
	atexit(open_memory);
}
