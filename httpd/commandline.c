/*
 * Options, and the first thing that is wrong with them.
 */
#include <bsd/stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "httpd/commandline.h"
#include "net/stream.h"

#define PAGE "httpd(8)"

void
commandline_usage(void)
{
	fprintf(stderr, "usage: httpd [-dSv] [-c total[:per-client]] "
	    "[-D folder] [-f proxy]...\n"
	    "             [-l address[:port]]... [-m map] [-P file] "
	    "[-t idle] [-u user]\n"
	    "             boot-root\n");
}

/* "-f proxy": an address that is compared with that of a connection. */
static void
parse_proxy(struct settings *s, struct argument_mistake *m, const char *text)
{
	union address *a = &s->proxy[s->proxies];
	const char *reason;

	if (s->proxies == COMMANDLINE_PROXIES) {
		argument_usage(m, PAGE);
		return;
	}
	reason = listener_parse(text, 0, a);
	if (reason == NULL && address_port(a) != 0)
		reason = "a proxy is an address without a port";
	if (reason != NULL) {
		argument_reason(m, 'f', text, reason);
		return;
	}
	stream_unmap(a);
	s->proxies++;
}

void
commandline_parse(int argc, char **argv, struct settings *s,
    struct serveroption *o)
{
	struct argument_mistake *m = &o->mistake;
	int c;

	/* Nothing is printed: where to is not known yet. */
	opterr = 0;
	while ((c = getopt(argc, argv, "c:D:df:l:m:P:St:u:v")) != -1)
		if (c == 'f')
			parse_proxy(s, m, optarg);
		else
			serveroption_take(o, PAGE, c, optarg);
	if (argc - optind != 1)
		argument_usage(m, PAGE);
	s->root_path = argv[optind];
}
