/*
 * Finding the group that sends a file already.
 */
#include <bsd/stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/listener.h"
#include "tftpd/groups.h"

static int
is_multicast(const union address *a)
{
	if (a->sa.sa_family == AF_INET6)
		return IN6_IS_ADDR_MULTICAST(&a->in6.sin6_addr);
	return IN_MULTICAST(ntohl(a->in.sin_addr.s_addr));
}

const char *
groups_parse(const char *text, struct groups *g)
{
	char where[ADDRESS_TEXT_SIZE];
	const char *bracket = strchr(text, ']'), *port, *ttl, *reason;
	size_t n = strlen(text);

	port = strchr(bracket != NULL ? bracket : text, ':');
	if (port == NULL)
		return "it is not group:port";
	if ((ttl = strchr(port + 1, ':')) != NULL)
		n = (size_t)(ttl - text);
	if (n >= sizeof(where))
		return "the address is too long";
	memcpy(where, text, n);
	where[n] = '\0';
	if ((reason = listener_parse(where, 0, &g->address)) != NULL)
		return reason;
	if (!is_multicast(&g->address))
		return "it is not a multicast address";
	if (address_port(&g->address) > 65535 - GROUPS_MAX + 1)
		return "the port is above 65520: it needs the 15 behind it as well";
	g->ttl = ttl == NULL ? 1 :
	    (unsigned)strtonum(ttl + 1, 1, 255, &reason);
	if (reason != NULL)
		return "the ttl is not a number from 1 to 255";
	for (size_t i = 0; i < GROUPS_MAX; i++)
		g->group[i].fd = -1;
	return NULL;
}

int
groups_want(const struct groups *g, const struct request *r,
    const struct option_limits *l, const struct datagram *d,
    const struct bootfile *file)
{
	if (r->opcode != REQUEST_RRQ || !r->option[OPTION_MULTICAST].asked ||
	    l->refused[OPTION_MULTICAST] || r->mode != MODE_OCTET ||
	    d->from.sa.sa_family != g->address.sa.sa_family ||
	    d->local.sa.sa_family != g->address.sa.sa_family)
		return 0;
	/* What was rendered for one client is not for others. */
	for (size_t i = 0; i < file->n; i++)
		if (file->segment[i].fd == -1)
			return 0;
	return 1;
}

static int
is_same(const struct group *a, const struct group *b)
{
	if (a->blksize != b->blksize || a->file.n != b->file.n ||
	    !address_equal(&a->local, &b->local, 0) ||
	    a->ifindex != b->ifindex)
		return 0;
	for (size_t i = 0; i < a->file.n; i++) {
		const struct stat *s = &a->file.segment[i].opened;
		const struct stat *t = &b->file.segment[i].opened;

		if (s->st_dev != t->st_dev || s->st_ino != t->st_ino ||
		    s->st_size != t->st_size ||
		    s->st_mtim.tv_sec != t->st_mtim.tv_sec ||
		    s->st_mtim.tv_nsec != t->st_mtim.tv_nsec)
			return 0;
	}
	return 1;
}

/* A process that has ended has closed its end. */
static void
sweep(struct groups *g)
{
	char byte;

	for (size_t i = 0; i < GROUPS_MAX; i++)
		if (g->group[i].fd != -1 && recv(g->group[i].fd, &byte,
		    sizeof(byte), MSG_DONTWAIT) == 0) {
			close(g->group[i].fd);
			g->group[i].fd = -1;
		}
}

struct group *
groups_find(struct groups *g, const struct datagram *d,
    const struct bootfile *file, unsigned blksize)
{
	struct group wanted = {
		.fd = -1, .address = g->address, .file = *file,
		.blksize = blksize, .local = d->local, .ifindex = d->ifindex,
	};
	struct group *spare = NULL;

	sweep(g);
	for (size_t i = 0; i < GROUPS_MAX; i++) {
		struct group *group = &g->group[i];

		if (group->fd == -1)
			spare = spare == NULL ? group : spare;
		else if (!group->deaf && is_same(group, &wanted))
			return group;
	}
	if (spare == NULL)
		return NULL;
	/* A port for each: a host hears what goes to the group's address. */
	address_set_port(&wanted.address, address_port(&g->address) +
	    (unsigned)(spare - g->group));
	*spare = wanted;
	return spare;
}

int
groups_tell(struct group *group, const struct newcomer *n)
{
	if (send(group->fd, n, sizeof(*n), MSG_DONTWAIT | MSG_NOSIGNAL) != -1)
		return 0;
	group->deaf = 1;
	return -1;
}

void
groups_note_surplus(const struct groups *g, struct surplus *surplus)
{
	if (g->address.sa.sa_family == AF_UNSPEC)
		return;
	for (size_t i = 0; i < GROUPS_MAX; i++)
		if (g->group[i].fd != -1)
			surplus_note(surplus, g->group[i].fd);
}
