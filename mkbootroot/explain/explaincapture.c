/*
 * A capture, message by message.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#ifdef HAVE_PCAP
#include <pcap/pcap.h>
#endif

#include "mkbootroot/explain/explaincapture.h"

#ifndef HAVE_PCAP

int
explain_capture(const struct map *m, const char *path, struct in_addr server,
    const struct done *done)
{
	(void)m;
	(void)server;
	(void)done;
	warnx("cannot read capture %s: mkbootroot was built without libpcap "
	    "(Debian: libpcap-dev); install it and build again", path);
	return 1;
}

#else

#include <arpa/inet.h>
#include <unistd.h>

#include "dhcp-helper/decide.h"
#include "mkbootroot/explain/explainboot.h"
#include "mkbootroot/explain/explainonce.h"
#include "mkbootroot/explain/explainpacket.h"
#include "mkbootroot/explain/frame.h"
#include "file/given.h"
#include "dhcp-helper/hint.h"
#include "dhcp-helper/lease.h"
#include "dhcp-helper/logline.h"
#include "dhcp-helper/ranking.h"
#include "file/system.h"

/* What goes from one message of the capture to the next. */
struct capture {
	const struct map *map;
	struct in_addr server;
	struct done done;
	struct conflicts conflicts;
	struct hints hints;
	unsigned long number, requests;
};

static void
print_frame(const struct capture *c, const struct frame *f,
    const struct timeval *when)
{
	char from[ADDRESS_TEXT_SIZE], to[ADDRESS_TEXT_SIZE], clock[32];
	time_t seconds = when->tv_sec;
	struct tm tm;

	if (gmtime_r(&seconds, &tm) == NULL ||
	    strftime(clock, sizeof(clock), "%F %T", &tm) == 0)
		strcpy(clock, "-");
	printf("message %lu  %s.%06ld UTC  %s > %s\n", c->number, clock,
	    (long)when->tv_usec, address_text(from, sizeof(from), &f->from,
	    1), address_text(to, sizeof(to), &f->to, 1));
}

/* Our address there: what the client used, what was given, or any. */
static struct in_addr
own_address(const struct capture *c, const struct frame *f)
{
	struct in_addr a = c->server;

	if (f->to.in.sin_addr.s_addr != htonl(INADDR_BROADCAST) &&
	    f->to.in.sin_addr.s_addr != 0)
		return f->to.in.sin_addr;
	if (a.s_addr == 0)
		a.s_addr = inet_addr(EXPLAIN_SERVER);
	return a;
}

/* Why a client is told a path, where http= of the map speaks of URLs. */
static void
print_by_tftp(const struct message *m, const struct decision *d)
{
	const char *http = d->client.http;
	const int is_https = http != NULL && strncmp(http, "https://", 8) == 0;

	if (!d->found || http == NULL || d->ends_boot || d->file[0] == '\0' ||
	    strstr(d->file, "://") != NULL)
		return;
	if (m->stage != STAGE_IPXE)
		explain_by_tftp(&d->client, d->arch, d->file);
	else if (!message_ipxe_says(m, is_https ? IPXE_HTTPS : IPXE_HTTP))
		printf("    by TFTP, in spite of http=: this iPXE does "
		    "not say that it has %s (option 175)\n",
		    is_https ? "HTTPS" : "HTTP");
	else
		printf("    by TFTP, in spite of http=: what it loads "
		    "then it asks for by TFTP\n");
}

static void
print_request(struct capture *c, const struct frame *f,
    const struct timeval *when)
{
	struct interface via = { .index = 0, .name = "-",
	    .address = own_address(c, f) };
	const struct facts facts = { .map = c->map, .via = &via,
	    .port = address_port(&f->to), .conflicts = &c->conflicts,
	    .from_link = lease_from_link(&f->from, &f->to),
	    .now_ms = (long long)when->tv_sec * 1000 + when->tv_usec / 1000,
	    .settle = explain_settle, .settle_of = &c->done };
	char line[LOGLINE_SIZE];
	struct decision d;
	struct message m;
	enum silence why;
	const char *hint;

	c->requests++;
	print_frame(c, f, when);
	if ((why = message_parse(&m, f->bytes, f->n)) != SILENCE_NOT) {
		printf("boot -> silent reason=%s\n", silence_word(why));
		return;
	}
	decide(&m, &facts, &d);
	/* Of several servers we are the one that it names, else the first, unless
	   it was said which. */
	if (d.found && d.is_ranked && !d.is_listed && c->server.s_addr == 0 &&
	    f->to.in.sin_addr.s_addr == htonl(INADDR_BROADCAST)) {
		via.address = m.has_server_id && ranking_has(&d.client,
		    m.server_id) ? m.server_id : d.client.servers[0];
		decide(&m, &facts, &d);
	}
	if ((hint = hint_note(&c->hints, &m, &d, facts.now_ms)) != NULL &&
	    d.hint == NULL)
		d.hint = hint;
	if (d.conflict)
		conflict_add(&c->conflicts, d.client.ip, facts.now_ms);
	printf("%s\n", logline_text(&m, &d, &via, line, sizeof(line)));
	if (d.answer == ANSWER_SILENT)
		return;
	print_by_tftp(&m, &d);
	explain_packet(&m, &d, &f->from);
}

/*
 * An answer of another server. UEFI firmware takes one with PXEClient in 60
 * and nothing in 43 as the word to ask that server on 4011.
 */
static void
print_reply(const struct capture *c, const struct frame *f,
    const struct timeval *when)
{
	unsigned char bytes[MESSAGE_MAX];
	struct message m;
	size_t n;

	if (f->n == 0 || f->n > sizeof(bytes) ||
	    address_port(&f->from) != PORT_SERVER ||
	    f->from.in.sin_addr.s_addr == c->server.s_addr)
		return;
	memcpy(bytes, f->bytes, f->n);
	bytes[0] = 1;		/* message_parse() reads what clients say */
	if (message_parse(&m, bytes, f->n) != SILENCE_NOT || m.class != CLASS_PXE ||
	    message_option(&m, OPTION_VENDOR_SPECIFIC, &n) != NULL)
		return;
	print_frame(c, f, when);
	printf("a server sends PXEClient in option 60 and nothing in option "
	    "43 hint=option-60-without-43\n");
}

static void
take_packet(struct capture *c, int link, const struct pcap_pkthdr *header,
    const unsigned char *bytes)
{
	struct frame f;
	unsigned port;

	c->number++;
	if (frame_parse(&f, link, bytes, header->caplen) != 1)
		return;
	port = address_port(&f.to);
	if (f.n > 0 && f.bytes[0] == 2)
		print_reply(c, &f, &header->ts);
	else if (port == PORT_SERVER || port == PORT_PROXY)
		print_request(c, &f, &header->ts);
}

/* "-" is standard input. NULL: errno. */
static FILE *
open_file(const char *path)
{
	const int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) :
	    given_open(path);
	FILE *file = fd == -1 ? NULL : fdopen(fd, "r");

	if (file == NULL && fd != -1)
		close(fd);
	return file;
}

int
explain_capture(const struct map *m, const char *path, struct in_addr server,
    const struct done *done)
{
	static struct capture c;
	char error[PCAP_ERRBUF_SIZE];
	FILE *file;
	struct pcap_pkthdr *header;
	const unsigned char *bytes;
	struct frame f;
	int link, got, code = 0;
	pcap_t *p;

	c = (struct capture){ .map = m, .server = server, .done = *done };
	if ((file = open_file(path)) == NULL)
		return system_say("cannot read capture", path);
	if ((p = pcap_fopen_offline(file, error)) == NULL) {
		warnx("cannot read capture %s: %s", path, error);
		fclose(file);
		return 1;
	}
	link = pcap_datalink(p);
	if (link == DLT_RAW)	/* its number is not that in the file */
		link = FRAME_RAW;
	if (frame_parse(&f, link, (const unsigned char *)"", 0) == -1) {
		warnx("cannot read capture %s: frames of type %d are not "
		    "known", path, link);
		pcap_close(p);
		return 1;
	}
	while ((got = pcap_next_ex(p, &header, &bytes)) == 1)
		take_packet(&c, link, header, bytes);
	if (got == PCAP_ERROR) {
		warnx("cannot read capture %s: %s", path, pcap_geterr(p));
		code = 1;
	} else if (c.requests == 0) {
		warnx("capture %s has no message to port 67 or 4011", path);
	}
	pcap_close(p);
	return code;
}

#endif
