/*
 * Options, and the first thing that is wrong with them.
 */
#include <bsd/stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "httpd/commandline.h"
#include "net/stream.h"

void
commandline_usage(void)
{
	fprintf(stderr, "usage: httpd [-dSv] [-c total[:per-client]] "
	    "[-f proxy]... [-l address[:port]]...\n"
	    "             [-m map] [-P file] [-t idle] [-u user] boot-root\n");
}

/* The first mistake is the one that is told. */
static void
usage(struct options *o)
{
	if (o->mistake != NULL)
		return;
	o->mistake = "wrong usage; see httpd(8)";
	o->wants_usage = 1;
}

/* There is a reason against an option's argument. */
static void
wrong(struct options *o, int option, const char *text, const char *reason)
{
	if (o->mistake != NULL)
		return;
	snprintf(o->text, sizeof(o->text), "cannot use -%c %s: %s", option,
	    text, reason);
	o->mistake = o->text;
}

static unsigned
number(struct options *o, int option, const char *text, unsigned min,
    unsigned max)
{
	const char *error;
	long long n = strtonum(text, min, max, &error);
	char reason[64];

	if (error == NULL)
		return (unsigned)n;
	snprintf(reason, sizeof(reason), "the number is %s", error);
	wrong(o, option, text, reason);
	return min;
}

/* "-c total[:per-client]" */
static void
parse_limits(struct options *o, char *text)
{
	char *colon = strchr(text, ':');

	if (colon != NULL)
		*colon = '\0';
	o->total = number(o, 'c', text, 1, 100000);
	o->per_client = colon == NULL ? o->total :
	    number(o, 'c', colon + 1, 1, 100000);
}

/* "-f proxy": an address that is compared with that of a connection. */
static void
parse_proxy(struct settings *s, struct options *o, const char *text)
{
	union address *a = &s->proxy[s->proxies];
	const char *reason;

	if (s->proxies == COMMANDLINE_PROXIES) {
		usage(o);
		return;
	}
	reason = listener_parse(text, 0, a);
	if (reason == NULL && address_port(a) != 0)
		reason = "a proxy has no port here";
	if (reason != NULL) {
		wrong(o, 'f', text, reason);
		return;
	}
	stream_unmap(a);
	s->proxies++;
}

void
commandline_parse(int argc, char **argv, struct settings *s,
    struct options *o)
{
	int c;

	/* Nothing is printed: where to is not known yet. */
	opterr = 0;
	while ((c = getopt(argc, argv, "c:df:l:m:P:St:u:v")) != -1)
		switch (c) {
		case 'c':
			parse_limits(o, optarg);
			break;
		case 'd':
			o->debug = 1;
			break;
		case 'f':
			parse_proxy(s, o, optarg);
			break;
		case 'l':
			if (o->listens == LISTENER_MAX)
				usage(o);
			else
				o->listen[o->listens++] = optarg;
			break;
		case 'm':
			s->map_path = optarg;
			break;
		case 'P':
			o->counters = optarg;
			break;
		case 'S':
			o->strict = 1;
			break;
		case 't':
			o->idle_s = number(o, c, optarg, 1, 86400);
			break;
		case 'u':
			o->user = optarg;
			break;
		case 'v':
			o->verbose = 1;
			break;
		default:
			usage(o);
		}
	if (argc - optind != 1)
		usage(o);
	s->root_path = argv[optind];
}
