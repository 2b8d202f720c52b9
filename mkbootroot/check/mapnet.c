/*
 * The nets are sorted; an address is looked up once for each length of prefix
 * that occurs, so that many nets cost a large map little.
 */
#include <bsd/sys/endian.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/text/maptext.h"

struct net {
	uint64_t net;		/* the address, shifted, and the length */
	const struct mapentry *e;
};

struct nets {
	struct net *net;
	size_t n;
	uint64_t lengths;	/* those that occur: bit 1 << length */
};

static uint64_t
net_of(uint32_t address, unsigned length)
{
	uint32_t mask = length == 0 ? 0 : UINT32_MAX << (32 - length);

	return (uint64_t)(address & mask) << 8 | length;
}

static int
order(const void *a, const void *b)
{
	const struct net *x = a, *y = b;

	return x->net < y->net ? -1 : x->net > y->net;
}

/* Gathers the nets of the text. 0; -1: errno. */
static int
nets_take(struct nets *nets, const struct mapfile *text)
{
	unsigned char bytes[MAP_KEY_MAX];
	const struct mapentry *e, *end = text->entry + text->n;
	struct net *more;
	size_t size = 0;

	for (e = text->entry; e != end; e++) {
		if (*entry_key(text, e) != MAP_KEY_NET ||
		    map_key_bytes(entry_key(text, e), e->key_n, bytes) != 5)
			continue;
		if (nets->n == size) {
			size = 2 * size + 16;
			more = reallocarray(nets->net, size, sizeof(*more));
			if (more == NULL)
				return -1;
			nets->net = more;
		}
		nets->net[nets->n++] = (struct net){ .net = net_of(
		    be32dec(bytes), bytes[4]), .e = e };
		nets->lengths |= (uint64_t)1 << bytes[4];
	}
	if (nets->n > 0)
		qsort(nets->net, nets->n, sizeof(*nets->net), order);
	return 0;
}

int
check_nets(struct check *c)
{
	if ((c->nets = calloc(1, sizeof(*c->nets))) == NULL)
		return -1;
	return nets_take(c->nets, c->text);
}

void
check_nets_free(struct check *c)
{
	if (c->nets != NULL)
		free(c->nets->net);
	free(c->nets);
	c->nets = NULL;
}

const struct mapentry *
check_net_of(const struct check *c, const struct mapentry *e)
{
	const struct net *found;
	struct net key;
	struct record r;
	struct field f;
	int length;

	if (c->on_net != NULL)
		return c->on_net;
	if (c->nets == NULL || c->nets->n == 0 || !entry_has(e, FIELD_IP))
		return NULL;
	entry_record(c->text, e, &r);
	if (!record_field(&r, FIELD_IP, &f))
		return NULL;
	for (length = 32; length >= 0; length--) {
		if ((c->nets->lengths >> length & 1) == 0)
			continue;
		key.net = net_of(be32dec(f.text), (unsigned)length);
		found = bsearch(&key, c->nets->net, c->nets->n, sizeof(key),
		    order);
		if (found != NULL)
			return found->e;
	}
	return NULL;
}

const struct mapentry *
check_net(const struct check *c, size_t i)
{
	return c->nets == NULL || i >= c->nets->n ? NULL :
	    c->nets->net[i].e;
}

void
check_addresses(struct check *c)
{
	const struct mapentry *e, *end = c->text->entry + c->text->n;
	char said[FIELD_TEXT_SIZE];
	struct record r;
	struct field f;

	for (e = c->text->entry; c->nets->n > 0 && e != end; e++) {
		if (!entry_has(e, FIELD_IP) || check_net_of(c, e) != NULL)
			continue;
		entry_record(c->text, e, &r);
		record_field(&r, FIELD_IP, &f);
		mistake_warn(c->mistakes, e->line, "%s lies in no net of the "
		    "map", field_text(&f, said, sizeof(said)));
	}
}
