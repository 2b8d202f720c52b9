/*
 * Lines as they come, and waiting where none is there yet.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>

#include "mkbootroot/see/logread.h"

int
logread(struct source *s, int (*take)(void *arg, const char *text, size_t n),
    void *arg)
{
	struct pollfd wait = { .events = POLLIN };
	const char *text;
	size_t n;
	int ms;

	for (;;)
		switch (source_next(s, &text, &n)) {
		case SOURCE_LINE:
			if (take(arg, text, n) == -1) {
				warn("cannot keep what the log says");
				return 111;
			}
			break;
		case SOURCE_NONE:
			ms = 1000;
			wait.fd = source_wait(s, &ms);
			if (poll(&wait, 1, ms) == -1 && errno != EINTR) {
				warn("cannot wait for the log");
				return 111;
			}
			break;
		case SOURCE_END:
			return 0;
		case SOURCE_FAILED:
			warnx("%s", s->why);
			return 1;
		}
}
