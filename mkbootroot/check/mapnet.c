/*
 * The nets are sorted; an address is looked up once for each length of prefix
 * that occurs, so that many nets cost a large map little.
 */
#include <bsd/sys/endian.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/text/maptext.h"

struct nets {
	uint64_t *net;		/* the address, shifted, and the length */
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
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Gathers the nets of the text. 0; -1: errno. */
static int
nets_take(struct nets *nets, const struct mapfile *text)
{
	unsigned char bytes[MAP_KEY_MAX];
	const struct mapentry *e, *end = text->entry + text->n;
	uint64_t *more;
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
		nets->net[nets->n++] = net_of(be32dec(bytes), bytes[4]);
		nets->lengths |= (uint64_t)1 << bytes[4];
	}
	if (nets->n > 0)
		qsort(nets->net, nets->n, sizeof(*nets->net), order);
	return 0;
}

static int
is_inside(const struct nets *nets, uint32_t address)
{
	unsigned length;
	uint64_t net;

	for (length = 0; length <= 32; length++) {
		net = net_of(address, length);
		if ((nets->lengths >> length & 1) != 0 && bsearch(&net,
		    nets->net, nets->n, sizeof(net), order) != NULL)
			return 1;
	}
	return 0;
}

int
check_addresses(const struct mapfile *text, struct mistakes *mistakes)
{
	const struct mapentry *e, *end = text->entry + text->n;
	struct nets nets = { 0 };
	char said[FIELD_TEXT_SIZE];
	struct record r;
	struct field f;
	int result = nets_take(&nets, text);

	for (e = text->entry; nets.n > 0 && e != end; e++) {
		if (!entry_has(e, FIELD_IP))
			continue;
		entry_record(text, e, &r);
		record_field(&r, FIELD_IP, &f);
		if (!is_inside(&nets, be32dec(f.text)))
			mistake_warn(mistakes, e->line, "%s lies in no net "
			    "of the map", field_text(&f, said, sizeof(said)));
	}
	free(nets.net);
	return result;
}
