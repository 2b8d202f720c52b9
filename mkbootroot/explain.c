/*
 * explain: the way of a client through all three programs, with their own
 * functions.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file/system.h"
#include "map/arch.h"
#include "mkbootroot/command.h"
#include "mkbootroot/explain/explainboot.h"
#include "mkbootroot/explain/explaincapture.h"
#include "mkbootroot/explain/explainchain.h"
#include "mkbootroot/explain/explainfile.h"
#include "mkbootroot/explain/explainonce.h"
#include "mkbootroot/explain/explainreply.h"
#include "mkbootroot/explain/explainwho.h"
#include "mkbootroot/text/textfile.h"

/* What is asked. */
struct question {
	const char *client;
	int arch;		/* -1: the common ones */
	int ipxe;		/* stage=ipxe */
	const char *file, *url;
};

/* Exit code: 0, or 2 or 1 when it was said what is wrong. */
static int
question_parse(struct question *q, int argc, char **argv)
{
	int i;

	*q = (struct question){ .client = argv[0], .arch = -1 };
	for (i = 1; i < argc; i++) {
		if (strncmp(argv[i], "arch=", 5) == 0) {
			if ((q->arch = arch_number(argv[i] + 5)) == -1) {
				warnx("%s is not an arch: it is bios, x64, "
				    "x64-http, arm64 or another one of "
				    "clients(5)", argv[i] + 5);
				return 1;
			}
		} else if (strcmp(argv[i], "stage=ipxe") == 0) {
			q->ipxe = 1;
		} else if (strncmp(argv[i], "file=", 5) == 0) {
			q->file = argv[i] + 5;
		} else if (strncmp(argv[i], "url=", 4) == 0) {
			q->url = argv[i] + 4;
		} else if (argv[i][0] == '-') {
			warnx("%s stands before the command: mkbootroot %s "
			    "explain %s", argv[i], argv[i], argv[0]);
			return 2;
		} else {
			warnx("%s: explain takes arch=, stage=ipxe, file= "
			    "and url=", argv[i]);
			return 2;
		}
	}
	return 0;
}

/* The boot files of the kinds of firmware that are asked for. */
static void
explain_bootfiles(const struct question *q, const struct client *c,
    int rootfd, const unsigned archs[EXPLAIN_ARCHS], size_t n, int details)
{
	size_t i;

	printf("boot files\n");
	for (i = 0; i < n; i++) {
		if (!q->ipxe)
			explain_bootfile(c, rootfd, archs[i], STAGE_ROM,
			    details);
		/* iPXE is started by PXE, or says so. */
		if (q->ipxe || (q->arch == -1 &&
		    !loader_is_by_http(c, archs[i])))
			explain_bootfile(c, rootfd, archs[i], STAGE_IPXE,
			    details);
	}
	if (!q->ipxe && q->arch == -1)
		explain_classfiles(c);
}

/*
 * The record and the boot files; of one arch the way to it first, of many
 * what they come to. Then, of one arch or with -v, the answers. 0; -1: the
 * map is corrupt; -2: there is no answer.
 */
static int
explain_boot(const struct options *o, const struct map *m,
    const struct question *q, const struct who *who, const struct client *c,
    const struct done *d, const struct explainline *lines, int rootfd)
{
	unsigned archs[EXPLAIN_ARCHS];
	const int details = o->verbose || q->arch != -1;
	size_t i, n = 1;

	if (q->arch == -1)
		n = explain_archs(c, o->verbose || q->ipxe, archs);
	else
		archs[0] = arch_canonical((unsigned)q->arch);
	if (q->arch == -1)
		explain_bootfiles(q, c, rootfd, archs, n, details);
	if (explain_record(m, who, c, d, lines) == -1)
		return -1;
	if (q->arch != -1)
		explain_bootfiles(q, c, rootfd, archs, n, details);
	if (!details)
		return 0;
	for (i = 0; i < n; i++)
		if (explain_reply(m, who, c, d, archs[i], q->ipxe ?
		    STAGE_IPXE : STAGE_ROM) == -1)
			return -2;
	if (q->arch != -1 && !q->ipxe && arch_is_http(archs[0]) &&
	    rootfd != -1)
		explain_chain(m, c, o->root, rootfd, archs[0]);
	return 0;
}

/* Whether the client's records come from lines that are there no longer. */
static int
has_gone_lines(const struct client *c, const struct explainline *lines)
{
	return explainline_is_gone(lines, &c->own) ||
	    explainline_is_gone(lines, &c->group_record) ||
	    explainline_is_gone(lines, &c->image_record) ||
	    explainline_is_gone(lines, &c->net_record) ||
	    explainline_is_gone(lines, &c->default_record);
}

/*
 * One card. Exit code; -1: the map is corrupt. *behind becomes 1 where the map
 * is seen not to be of the text.
 */
static int
explain_card(const struct options *o, const struct map *m,
    const struct question *q, const struct who *who,
    const struct explainline *lines, int *behind)
{
	struct client c;
	struct done d;
	int found, code, rootfd, error;

	if ((found = client_find(m, who, &c)) == -1)
		return -1;
	*behind |= has_gone_lines(&c, lines);
	done_begin(&d, o->done);
	explain_settle(&d, &c);
	/* Only a name that is asked for cannot do without. */
	rootfd = q->file != NULL || q->url != NULL ? root_open(o) :
	    open(o->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	error = errno;
	code = explain_boot(o, m, q, who, &c, &d, lines, rootfd);
	if (code == -2) {
		warnx("cannot ask dhcp-helper's functions");
		code = 111;
	}
	if (code == 0 && (q->file != NULL || q->url != NULL) && rootfd == -1)
		code = system_exit_code(error);
	if (code == 0 && q->file != NULL)
		code = explain_file(m, found ? &c : NULL, o->root, rootfd,
		    q->file);
	if (code == 0 && q->url != NULL)
		code = explain_url(m, found ? &c : NULL, o->root, rootfd,
		    q->url);
	if (rootfd != -1)
		close(rootfd);
	return code;
}

/* The cards of one client. Exit code; -1: the map is corrupt. */
static int
explain_client(const struct options *o, const struct map *m,
    const struct question *q)
{
	struct who who[EXPLAIN_CARDS];
	struct explainline lines;
	int i, n, code, card, behind;

	if ((n = explain_who(m, q->client, who)) == -1)
		return -1;
	explainline_open(&lines, o->is_text_meant ? o->text : NULL);
	behind = explainline_is_behind(&lines, m);
	code = n == 0;
	for (i = 0; i < n && code != -1; i++) {
		if (i > 0)
			putchar('\n');
		card = explain_card(o, m, q, &who[i], &lines, &behind);
		if (card != 0)
			code = card;
	}
	if (behind) {
		fflush(stdout);
		warnx("map %s is not what %s says: run mkbootroot", o->map,
		    textfile_name(o->text));
	}
	explainline_close(&lines);
	return code;
}

/* -p CAPTURE [server=ADDRESS]. Exit code. */
static int
capture_parse(int argc, char **argv, struct in_addr *server)
{
	server->s_addr = 0;
	if (argc < 2 || argc > 3 ||
	    (argc == 3 && strncmp(argv[2], "server=", 7) != 0)) {
		warnx("explain -p takes a capture and server=");
		return 2;
	}
	if (argc == 3 && inet_pton(AF_INET, argv[2] + 7, server) != 1) {
		warnx("%s is not an IPv4 address", argv[2] + 7);
		return 1;
	}
	return 0;
}

int
explain(const struct options *o, int argc, char **argv)
{
	const int capture = strcmp(argv[0], "-p") == 0;
	struct map m = { .fd = -1 };
	struct in_addr server;
	struct done d;
	struct question q;
	int code;

	code = capture ? capture_parse(argc, argv, &server) :
	    question_parse(&q, argc, argv);
	if (code != 0)
		return code;
	if (options_map(o, &m) != 0)
		return 1;
	done_begin(&d, o->done);
	code = capture ? explain_capture(&m, argv[1], server, &d) :
	    explain_client(o, &m, &q);
	map_close(&m);
	return code == -1 ? options_map_is_corrupt(o) : code;
}
