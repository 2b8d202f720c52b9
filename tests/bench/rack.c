/*
 * A rack of model clients, all in one process: each gets an address by DHCP, as UEFI's
 * PXE does, and loads files in their order.
 *
 *	rack [-bv] [-f first] [-i interface] [-n clients] [-q seconds] [-s ms] [-t seconds]
 *	    FILE...
 *
 * A FILE is e:NAME (loaded as UEFI's PXE does), b:NAME (as a BIOS's card), p:NAME (as
 * PXELINUX), g:NAME (as GRUB by TFTP) or h:NAME (as GRUB by HTTP); e: alone is the boot
 * file that DHCP has said, and rackname.h has what else may stand in a name. With a ?
 * behind the colon the answer may be that it is not there. With a * it is a text, by
 * TFTP, that names the kernel and the initrd.
 *
 * Client n, from first on, has the MAC address 52:54:00:60 and two bytes of n. It takes
 * the first OFFER of an address and the first that names a boot file, be it the same or
 * that of a proxy, repeats itself as firmware does (4, 8, 16 and 32 seconds), and
 * starts again when that was in vain, or when a file fails. -q: a file fails when
 * nothing came for so long, instead of each loader's own patience, and so does a REQUEST
 * without an ACK. -b: they say that they have a BIOS. -s: so many
 * milliseconds from one client to the next. -t: what is not done by then has failed.
 * All addresses that the servers give must be this host's (a whole net on lo).
 *
 * Prints one line: how many are done, how many are not, seconds until the first, the
 * median and the last is done, bytes, restarts, seconds of CPU of this process. -v: a
 * line for each before: MAC, address, server, done or how far it came (load:2 is its
 * second file, off:2 that it starts again because of that), seconds since it
 * was switched on, restarts; with a text, its boot file and that text, in a line.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "rack.h"

#define EVENTS 256
#define ROUND_US 20000
#define DHCP_FIRST_US 4000000
#define DHCP_TRIES 4
#define RESTART_US 1000000

struct settings {
	unsigned clients, first, spread_ms, patience_s;
	const char *interface;
	int each, are_bios;
};

static uint64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Sees only answers to DHCP clients: IPv4, UDP, not a fragment, to port 68. */
static int
packet_socket(const char *interface)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 23),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 17, 0, 6),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 20),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x1fff, 4, 0),
		BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 14),
		BPF_STMT(BPF_LD | BPF_H | BPF_IND, 16),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 68, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 65535),
		BPF_STMT(BPF_RET | BPF_K, 0)
	};
	struct sock_fprog filter = {sizeof(code) / sizeof(code[0]), code};
	struct sockaddr_ll a = {.sll_family = AF_PACKET,
	    .sll_protocol = htons(ETH_P_IP)};
	const int room = 8 << 20;
	int fd;

	if ((a.sll_ifindex = (int)if_nametoindex(interface)) == 0)
		err(1, "cannot find the interface %s", interface);
	if ((fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) == -1)
		err(1, "cannot make a packet socket");
	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) == -1)
		err(1, "cannot filter packets");
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room));
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) == -1)
		err(1, "cannot use the interface %s", interface);
	return fd;
}

static void
dhcp_say(const struct rack *r, struct client *c, int fd)
{
	uint64_t secs = (r->now_us - c->begun_us) / 1000000;
	uint8_t frame[RACKDHCP_FRAME];
	size_t n;

	c->dhcp.type = c->stage == STAGE_DISCOVER ? RACKDHCP_DISCOVER : RACKDHCP_REQUEST;
	n = rackdhcp_build(frame, &c->dhcp, (uint16_t)secs);
	if (send(fd, frame, n, 0) == -1 && errno != EAGAIN && errno != ENOBUFS)
		err(1, "cannot send");
	c->said_us = r->now_us;
}

static void
dhcp_begin(const struct rack *r, struct client *c, int fd)
{
	const uint8_t mac[6] = {0x52, 0x54, 0, 0x60, (uint8_t)(c->number >> 8 & 0xff),
	    (uint8_t)(c->number & 0xff)};

	c->dhcp = (struct rackdhcp){.is_bios = c->is_bios};
	c->text_n = 0;
	c->text[0] = '\0';
	memcpy(c->dhcp.mac, mac, sizeof(mac));
	c->dhcp.xid = htonl(0x60000000 + c->number + (c->restarts << 16));
	if (c->restarts == 0)
		c->begun_us = r->now_us;
	c->stage = STAGE_DISCOVER;
	c->tries = 0;
	dhcp_say(r, c, fd);
}

/* As a machine whose firmware has nothing left to try, and that somebody resets. */
static void
restart(const struct rack *r, struct client *c)
{
	load_end(c);
	c->stage = STAGE_OFF;
	c->restarts++;
	c->on_us = r->now_us + RESTART_US;
}

static void
loaded(struct rack *r, struct client *c, enum load_result result)
{
	while (result == LOAD_HAS) {
		load_end(c);
		if (++c->at == r->files) {
			c->stage = STAGE_DONE;
			c->done_us = r->now_us;
			return;
		}
		c->step = STEP_SIZE;
		result = load_begin(r, c);
	}
	if (result == LOAD_FAILED)
		restart(r, c);
}

static void
dhcp_take_offer(const struct rack *r, struct client *c, const struct rackdhcp *o, int fd)
{
	if (c->dhcp.address == 0 && o->address != 0) {
		c->dhcp.address = o->address;
		c->dhcp.server = o->server;
	}
	if (*c->dhcp.file == '\0' && *o->file != '\0') {
		memcpy(c->dhcp.file, o->file, sizeof(c->dhcp.file));
		c->dhcp.next = o->next;
	}
	if (c->dhcp.address == 0 || *c->dhcp.file == '\0')
		return;
	c->stage = STAGE_REQUEST;
	c->tries = 0;
	c->heard_us = r->now_us;
	dhcp_say(r, c, fd);
}

static void
dhcp_event(struct rack *r, struct client *client, const struct settings *s, int fd)
{
	uint8_t frame[2048];
	struct rackdhcp o;
	struct client *c;
	unsigned number;
	ssize_t n;

	while ((n = recv(fd, frame, sizeof(frame), 0)) > 0) {
		if (rackdhcp_parse(frame, (size_t)n, &o) == -1)
			continue;
		number = (unsigned)(o.mac[4] << 8 | o.mac[5]) - s->first;
		if (number >= s->clients)
			continue;
		c = &client[number];
		if (o.xid != c->dhcp.xid || memcmp(o.mac, c->dhcp.mac, 6) != 0)
			continue;
		if (c->stage == STAGE_DISCOVER && o.type == RACKDHCP_OFFER)
			dhcp_take_offer(r, c, &o, fd);
		else if (c->stage == STAGE_REQUEST && o.server == c->dhcp.server &&
		    o.type == RACKDHCP_NAK)
			restart(r, c);
		else if (c->stage == STAGE_REQUEST && o.server == c->dhcp.server &&
		    o.type == RACKDHCP_ACK) {
			c->stage = STAGE_LOAD;
			c->at = 0;
			c->step = STEP_SIZE;
			loaded(r, c, load_begin(r, c));
		}
	}
}

static void
silence(struct rack *r, struct client *c, int fd)
{
	switch (c->stage) {
	case STAGE_OFF:
		if (r->now_us >= c->on_us)
			dhcp_begin(r, c, fd);
		break;
	case STAGE_DISCOVER:
	case STAGE_REQUEST:
		if (c->stage == STAGE_REQUEST && r->quiet_us != 0 &&
		    r->now_us - c->heard_us >= r->quiet_us) {
			restart(r, c);
			break;
		}
		if (r->now_us - c->said_us < (uint64_t)DHCP_FIRST_US << c->tries)
			break;
		if (++c->tries == DHCP_TRIES)
			restart(r, c);
		else
			dhcp_say(r, c, fd);
		break;
	case STAGE_LOAD:
		loaded(r, c, load_silence(r, c));
		break;
	case STAGE_DONE:
		break;
	}
}

static unsigned
not_done(const struct client *client, unsigned n)
{
	unsigned left = 0;

	for (unsigned i = 0; i < n; i++)
		left += client[i].stage != STAGE_DONE;
	return left;
}

static void
run(struct rack *r, struct client *client, const struct settings *s)
{
	int fd = packet_socket(s->interface), n;
	struct epoll_event events[EVENTS], dhcp = {.events = EPOLLIN, .data.ptr = NULL};
	uint64_t begun = now_us(), round = begun;

	if ((r->epoll_fd = epoll_create1(EPOLL_CLOEXEC)) == -1 ||
	    epoll_ctl(r->epoll_fd, EPOLL_CTL_ADD, fd, &dhcp) == -1)
		err(1, "cannot watch a socket");
	for (unsigned i = 0; i < s->clients; i++) {
		client[i].number = s->first + i;
		client[i].is_bios = s->are_bios;
		client[i].fd = -1;
		client[i].on_us = begun + (uint64_t)i * s->spread_ms * 1000;
	}
	r->now_us = begun;
	do {
		for (unsigned i = 0; i < s->clients; i++)
			silence(r, &client[i], fd);
		while (now_us() - round < ROUND_US) {
			n = epoll_wait(r->epoll_fd, events, EVENTS, ROUND_US / 1000);
			r->now_us = now_us();
			for (int i = 0; i < n; i++) {
				struct client *c = events[i].data.ptr;

				if (c == NULL)
					dhcp_event(r, client, s, fd);
				else if (c->stage == STAGE_LOAD)
					loaded(r, c, load_event(r, c, events[i].events));
			}
		}
		r->now_us = round = now_us();
	} while (not_done(client, s->clients) != 0 &&
	    r->now_us - begun < (uint64_t)s->patience_s * 1000000);
}

static int
by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
print_client(const struct rack *r, const struct client *c)
{
	static const char *const stages[] = {"off", "discover", "request", "load", "done"};
	const uint8_t *m = c->dhcp.mac;
	char address[INET_ADDRSTRLEN], server[INET_ADDRSTRLEN];
	uint64_t end = c->stage == STAGE_DONE ? c->done_us : r->now_us;

	inet_ntop(AF_INET, &c->dhcp.address, address, sizeof(address));
	inet_ntop(AF_INET, &c->dhcp.next, server, sizeof(server));
	printf("%02x:%02x:%02x:%02x:%02x:%02x %s %s %s", m[0], m[1], m[2], m[3], m[4],
	    m[5], address, server, stages[c->stage]);
	if (c->stage == STAGE_LOAD || (c->stage == STAGE_OFF && c->at < r->files))
		printf(":%u", c->at + 1);
	printf(" %.2f %u", (double)(end - c->begun_us) / 1e6, c->restarts);
	if (c->text_n > 0)
		printf(" %s ", c->dhcp.file);
	for (size_t i = 0; i < c->text_n; i++)
		putchar(c->text[i] < ' ' || c->text[i] > '~' ? ' ' : c->text[i]);
	putchar('\n');
}

static void
print(const struct rack *r, const struct client *client, const struct settings *s)
{
	double *seconds = calloc(s->clients, sizeof(*seconds));
	unsigned done = 0, restarts = 0;
	struct rusage u;

	if (seconds == NULL || getrusage(RUSAGE_SELF, &u) == -1)
		err(1, "cannot count");
	for (unsigned i = 0; i < s->clients; i++) {
		restarts += client[i].restarts;
		if (s->each)
			print_client(r, &client[i]);
		/* Of all, since the first was switched on. */
		if (client[i].stage == STAGE_DONE)
			seconds[done++] = (double)(client[i].done_us -
			    client[0].begun_us) / 1e6;
	}
	qsort(seconds, done, sizeof(*seconds), by_time);
	printf("%u %u %.3f %.3f %.3f %llu %u %.3f\n", done, s->clients - done,
	    done ? seconds[0] : 0, done ? seconds[done / 2] : 0,
	    done ? seconds[done - 1] : 0, (unsigned long long)r->bytes, restarts,
	    (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	    (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6);
	free(seconds);
}

static struct file
file_parse(const char *text)
{
	struct file f = {.name = text + 2};

	switch (text[0]) {
	case 'b': f.loader = LOADER_ROM; break;
	case 'e': f.loader = LOADER_EDK2; break;
	case 'g': f.loader = LOADER_GRUB; break;
	case 'h': f.loader = LOADER_HTTP; break;
	case 'p': f.loader = LOADER_PXELINUX; break;
	default: errx(2, "%s: a file begins with b:, e:, g:, h: or p:", text);
	}
	if (text[1] != ':')
		errx(2, "%s: a file begins with b:, e:, g:, h: or p:", text);
	if (*f.name == '?' || *f.name == '*') {
		f.may_lack = *f.name == '?';
		f.is_text = *f.name == '*';
		f.name++;
	}
	if (f.is_text && f.loader == LOADER_HTTP)
		errx(2, "%s: a text is loaded by TFTP", text);
	if (strlen(f.name) >= RACKDHCP_NAME)
		errx(2, "%s: the name is too long", text);
	return f;
}

int
main(int argc, char *argv[])
{
	struct settings s = {.clients = 1, .patience_s = 600, .interface = "eth0"};
	struct rack r = {0};
	struct client *client;
	int c, failed;

	while ((c = getopt(argc, argv, "bf:i:n:q:s:t:v")) != -1)
		switch (c) {
		case 'b': s.are_bios = 1; break;
		case 'f': s.first = (unsigned)atoi(optarg); break;
		case 'i': s.interface = optarg; break;
		case 'n': s.clients = (unsigned)atoi(optarg); break;
		case 'q': r.quiet_us = (uint64_t)atoi(optarg) * 1000000; break;
		case 's': s.spread_ms = (unsigned)atoi(optarg); break;
		case 't': s.patience_s = (unsigned)atoi(optarg); break;
		case 'v': s.each = 1; break;
		default: return 2;
		}
	r.files = (unsigned)(argc - optind);
	if (r.files == 0 || s.clients == 0 || s.first + s.clients > 65536)
		errx(2, "usage: rack [options] FILE...");
	r.file = calloc(r.files, sizeof(*r.file));
	client = calloc(s.clients, sizeof(*client));
	if (r.file == NULL || client == NULL)
		err(1, "cannot begin");
	for (unsigned i = 0; i < r.files; i++)
		r.file[i] = file_parse(argv[optind + (int)i]);
	run(&r, client, &s);
	print(&r, client, &s);
	failed = not_done(client, s.clients) != 0;
	free(client);
	free(r.file);
	return failed;
}
