/*
 * Options, and the first thing that is wrong with them.
 */
#include <bsd/stdlib.h>
#include <bsd/string.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tftpd/commandline.h"
#include "tftpd/credit.h"
#include "view/view.h"

#define WINDOW_USUAL 64

void
commandline_usage(void)
{
	fprintf(stderr, "usage: tftpd [-1doSv] [-B blksize] "
	    "[-c total[:per-client]] [-g group:port[:ttl]]\n"
	    "             [-l address[:port]]... [-m map] [-P file] "
	    "[-p first:last] [-r tries]\n"
	    "             [-T ms] [-t idle] [-u user] [-W window] "
	    "[-w folder] [-z bytes]\n"
	    "             boot-root\n");
}

/* The first mistake is the one that is told. */
static void
usage(struct options *o)
{
	if (o->mistake != NULL)
		return;
	o->mistake = "wrong usage; see tftpd(8)";
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

static void
accept_argument(struct options *o, int option, const char *text,
    const char *reason)
{
	if (reason != NULL)
		wrong(o, option, text, reason);
}

static long long
large_number(struct options *o, int option, const char *text,
    long long min, long long max)
{
	const char *error;
	long long n = strtonum(text, min, max, &error);
	char reason[64];

	if (error == NULL)
		return n;
	snprintf(reason, sizeof(reason), "the number is %s", error);
	wrong(o, option, text, reason);
	return min;
}

static unsigned
number(struct options *o, int option, const char *text, unsigned min,
    unsigned max)
{
	return (unsigned)large_number(o, option, text, min, max);
}

/* "-p first:last". NULL, or what is wrong with it. */
static const char *
parse_ports(const char *text, struct port_range *range)
{
	char first[sizeof("65535")];
	const char *colon = strchr(text, ':'), *error;

	if (colon == NULL || (size_t)(colon - text) >= sizeof(first))
		return "it is not first:last";
	strlcpy(first, text, (size_t)(colon - text) + 1);
	range->first = (unsigned)strtonum(first, 1024, 65535, &error);
	if (error != NULL)
		return "the first port is not a number from 1024 to 65535";
	range->last = (unsigned)strtonum(colon + 1, range->first, 65535,
	    &error);
	if (error != NULL)
		return "the last port is not a number from the first to 65535";
	return NULL;
}

/* "-w folder"; a slash behind it does no harm. */
static void
parse_folder(struct settings *s, struct options *o, const char *text)
{
	enum view_reason why = view_clean(text, s->upload_folder);

	if (s->upload_folder[0] == '\0' ||
	    (why != VIEW_NO_REASON && why != VIEW_NAMES_FOLDER))
		wrong(o, 'w', text, "it names no folder beneath the boot root");
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

/* Without -W. */
static unsigned
usual_window(unsigned guesses)
{
	unsigned most = credit_window(guesses);

	return most == 0 || most > WINDOW_USUAL ? WINDOW_USUAL : most;
}

void
commandline_parse(int argc, char **argv, struct settings *s,
    struct groups *g, struct options *o)
{
	int c;

	/* Nothing is printed: where to is not known yet. */
	opterr = 0;
	while ((c = getopt(argc, argv, "1B:c:dg:l:m:oP:p:r:ST:t:u:vW:w:z:")) != -1)
		switch (c) {
		case '1':
			s->one_port = 1;
			break;
		case 'B':
			s->blksize_max = number(o, c, optarg, BLKSIZE_DEFAULT,
			    BLKSIZE_MAX);
			break;
		case 'c':
			parse_limits(o, optarg);
			break;
		case 'd':
			o->debug = 1;
			break;
		case 'g':
			accept_argument(o, c, optarg,
			    groups_parse(optarg, g));
			break;
		case 'l':
			if (o->listens == LISTENER_MAX)
				usage(o);
			else
				o->listen[o->listens++] = optarg;
			break;
		case 'm':
			o->map = optarg;
			break;
		case 'o':
			s->upload_replace = 1;
			break;
		case 'P':
			o->counters = optarg;
			break;
		case 'p':
			accept_argument(o, c, optarg,
			    parse_ports(optarg, &s->ports));
			break;
		case 'r':
			s->tries = number(o, c, optarg, 1, 100);
			break;
		case 'S':
			o->strict = 1;
			break;
		case 'T':
			s->first_ms = number(o, c, optarg, 20, 60000);
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
		case 'W':
			s->windowsize_max = number(o, c, optarg, 1,
			    WINDOWSIZE_MAX);
			break;
		case 'w':
			parse_folder(s, o, optarg);
			break;
		case 'z':
			s->upload_size_max = (uint64_t)large_number(o, c,
			    optarg, 1, LLONG_MAX);
			break;
		default:
			usage(o);
		}
	/* With one port there is no other one for a group or in a range. */
	if (argc - optind != 1 || (s->one_port && (s->ports.first != 0 ||
	    g->address.sa.sa_family != AF_UNSPEC)))
		usage(o);
	s->root_path = argv[optind];
	s->guesses = credit_guesses(s->one_port, &s->ports);
	if (s->windowsize_max == 0)
		s->windowsize_max = usual_window(s->guesses);
}
