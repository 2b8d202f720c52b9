/*
 * What is asked before a byte is read: who is at the other end.
 */
#include <string.h>
#include <unistd.h>

#include "daemon/now.h"
#include "httpd/connection.h"
#include "httpd/start.h"
#include "map/lookup.h"
#include "net/neighbour.h"
#include "net/stream.h"

/* Of a child there are its connection, what it reads, and what it is told by. */
#define SURPLUS_MOST 64

int
start_open(struct server *s)
{
	struct connection *k;

	if ((s->child = lean_top(sizeof(*s->child))) == NULL ||
	    (k = lean_told(sizeof(*k))) == NULL ||
	    surplus_open(&s->child->surplus, SURPLUS_MOST) == -1)
		return -1;
	s->child->connection = k;
	return 0;
}

int
start_is_proxy(const struct server *s, const union address *peer)
{
	for (size_t i = 0; i < s->set.proxies; i++)
		if (address_equal(&s->set.proxy[i], peer, 0))
			return 1;
	return 0;
}

/* A proxy is a client as well, of its own requests. */
static struct who
meet(const struct server *s, const union address *peer)
{
	unsigned char mac[6];

	return lookup_met(peer, neighbour_mac(s->neighbour_fd, peer,
	    stream_interface(peer), mac) == 1 ? mac : NULL);
}

static void
note_surplus(const struct server *s, int fd, struct surplus *surplus)
{
	surplus_clear(surplus);
	for (size_t i = 0; i < s->listener.n; i++)
		if (s->listener.fd[i] != fd)
			surplus_note(surplus, s->listener.fd[i]);
	surplus_note(surplus, s->held.fd);
	surplus_note(surplus, s->neighbour_fd);
	surplus_note(surplus, s->report_fd[0]);
	surplus_note(surplus, s->mapoffer.fd[1]);
	surplus_note(surplus, s->counterfile.folder_fd);
}

static void
fill(const struct server *s, int fd, const union address *peer, size_t slot,
    struct child *c)
{
	c->fd = fd;
	c->peer = *peer;
	stream_local(fd, &c->local);
	c->met = meet(s, peer);
	c->is_proxy = start_is_proxy(s, peer);
	c->slot = slot;
	c->report_fd = s->report_fd[1];
	c->map = s->map;
	c->mapoffer_fd = s->mapoffer.fd[0];
	c->map_path = s->map_path;
	c->root_path = s->set.root_path;
	c->root_fd = s->root_fd;
	c->done = s->done.done;
	c->lockin = s->lockin;
	c->server[0] = '\0';
	note_surplus(s, fd, &c->surplus);
}

static int
run(void *child)
{
	connection_run(child);
}

int
start_connection(struct server *s, int fd, const union address *peer,
    struct running *r)
{
	struct child *c = s->child;
	struct running begun = {.peer = *peer};

	fill(s, fd, peer, connections_number(&s->connections, r), c);
	if ((begun.pid = lean_fork(run, c, LEAN_ENDS_LOUDLY)) == -1)
		return -1;
	close(fd);
	begun.is_proxy = c->is_proxy;
	begun.has_mac = c->met.has_mac;
	memcpy(begun.mac, c->met.mac, sizeof(begun.mac));
	connections_add(&s->connections, r, &begun, now_ms());
	return 0;
}
