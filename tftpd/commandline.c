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
#define PAGE "tftpd(8)"

void
commandline_usage(void)
{
	fprintf(stderr, "usage: tftpd [-1doSv] [-B blksize] "
	    "[-c total[:per-client]] [-D folder]\n"
	    "             [-g group:port[:ttl]] [-l address[:port]]... [-m map] [-P file]\n"
	    "             [-p first:last] [-r tries] [-T ms] [-t idle] [-u user]\n"
	    "             [-W window] [-w folder] [-z bytes] boot-root\n");
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
parse_folder(struct settings *s, struct serveroption *o, const char *text)
{
	enum view_reason why = view_clean(text, s->upload_folder);

	if (s->upload_folder[0] == '\0' ||
	    (why != VIEW_NO_REASON && why != VIEW_NAMES_FOLDER))
		argument_reason(&o->mistake, 'w', text,
		    "it names no folder beneath the boot root");
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
    struct groups *g, struct serveroption *o)
{
	struct argument_mistake *m = &o->mistake;
	int c;

	/* Nothing is printed: where to is not known yet. */
	opterr = 0;
	while ((c = getopt(argc, argv, "1B:c:D:dg:l:m:oP:p:r:ST:t:u:vW:w:z:")) != -1)
		switch (c) {
		case '1':
			s->one_port = 1;
			break;
		case 'B':
			s->blksize_max = (unsigned)argument_number(m, c,
			    optarg, BLKSIZE_DEFAULT, BLKSIZE_MAX);
			break;
		case 'g':
			argument_reason(m, c, optarg,
			    groups_parse(optarg, g));
			break;
		case 'o':
			s->upload_replace = 1;
			break;
		case 'p':
			argument_reason(m, c, optarg,
			    parse_ports(optarg, &s->ports));
			break;
		case 'r':
			s->tries = (unsigned)argument_number(m, c, optarg, 1, 100);
			break;
		case 'T':
			s->first_ms = (unsigned)argument_number(m, c, optarg, 20, 60000);
			break;
		case 'W':
			s->windowsize_max = (unsigned)argument_number(m, c, optarg, 1,
			    WINDOWSIZE_MAX);
			break;
		case 'w':
			parse_folder(s, o, optarg);
			break;
		case 'z':
			s->upload_size_max = (uint64_t)argument_number(m, c,
			    optarg, 1, LLONG_MAX);
			break;
		default:
			serveroption_take(o, PAGE, c, optarg);
		}
	/* With one port there is no other one for a group or in a range. */
	if (argc - optind != 1 || (s->one_port && (s->ports.first != 0 ||
	    g->address.sa.sa_family != AF_UNSPEC)))
		argument_usage(m, PAGE);
	s->root_path = argv[optind];
	s->guesses = credit_guesses(s->one_port, &s->ports);
	if (s->windowsize_max == 0)
		s->windowsize_max = usual_window(s->guesses);
}
