/*
 * Only what names a card is of use: firmware says no other name that the map
 * has a word for.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keahost.h"
#include "mkbootroot/foreign/kea/keamember.h"
#include "mkbootroot/text/hardware.h"

static int
card_of_client_id(struct kea *k, const json_t *object, unsigned char mac[6])
{
	const char *id = json_string_value(json_object_get(object,
	    "client-id"));
	const unsigned from = kea_line_of(object, "client-id");

	if (id == NULL || strncmp(id, "01", 2) != 0 ||
	    value_mac(id + 2 + (id[2] == ':'), mac) != 0)
		return 0;
	imported_refuse(k->im, from, id, "is a client-id, and is taken as the "
	    "card's address: Kea knows such a client only if it sends the "
	    "client-id, and many boot ROMs do not");
	return 1;
}

static int
card_of(struct kea *k, const json_t *object, unsigned char mac[6])
{
	static const char *const others[] = { "client-id", "duid",
	    "circuit-id", "flex-id" };
	const char *card = json_string_value(json_object_get(object,
	    "hw-address"));

	if (card != NULL && value_mac(card, mac) == 0)
		return 1;
	if (card != NULL) {
		imported_refuse(k->im, kea_line_of(object, "hw-address"),
		    card, "is no address of Ethernet");
		return 0;
	}
	if (card_of_client_id(k, object, mac))
		return 1;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (json_object_get(object, others[i]) != NULL) {
			imported_refuse(k->im, kea_line_of(object, others[i]),
			    others[i], "does not name a card");
			return 0;
		}
	imported_refuse(k->im, kea_line(object), NULL,
	    "a reservation without hw-address");
	return 0;
}

static int
says_nothing(const struct kea_host *h)
{
	return h->scope.name == NULL && h->ip == NULL &&
	    h->classes.n == 0 && h->scope.options == 0 &&
	    h->scope.next_server.text == NULL &&
	    h->scope.server_hostname.text == NULL &&
	    h->scope.boot_file.text == NULL;
}

static struct kea_host *
host_new(struct kea *k)
{
	const size_t size = k->hosts_size + k->hosts_size / 2 + 64;
	struct kea_host *host;

	if (k->hosts == k->hosts_size) {
		if ((host = reallocarray(k->host, size, sizeof(*host))) ==
		    NULL) {
			k->im->no_memory = 1;
			return NULL;
		}
		k->host = host;
		k->hosts_size = size;
	}
	host = &k->host[k->hosts];
	memset(host, 0, sizeof(*host));
	return host;
}

void
kea_hosts_read(struct kea *k, const json_t *list, const json_t *defs,
    const struct kea_subnet *subnet)
{
	const json_t *object;
	struct in_addr address;
	struct kea_host *h;
	size_t i;

	json_array_foreach(list, i, object) {
		if ((h = host_new(k)) == NULL)
			return;
		if (!card_of(k, object, h->mac))
			continue;
		kea_scope_read(k, object, defs, &h->scope);
		kea_names_add(k, &h->classes, object, "client-classes");
		h->scope.name = kea_text(k, object, "hostname");
		h->ip = kea_text(k, object, "ip-address");
		if (h->ip != NULL && inet_pton(AF_INET, h->ip, &address) == 1)
			h->address = ntohl(address.s_addr);
		h->subnet = subnet;
		k->hosts++;
		if (says_nothing(h))
			imported_refuse(k->im, h->scope.from, NULL,
			    "a reservation with nothing but the card: Kea "
			    "does not start with it");
	}
}

void
kea_identifiers_read(struct kea *k, const json_t *all)
{
	const json_t *list = json_object_get(all,
	    "host-reservation-identifiers");
	const char *name;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		name = json_string_value(json_array_get(list, i));
		if (name != NULL && strcmp(name, "hw-address") == 0)
			return;
	}
	if (i > 0)
		imported_refuse(k->im, kea_line_of(all,
		    "host-reservation-identifiers"),
		    "host-reservation-identifiers", "has no hw-address: Kea "
		    "does not know hosts by their cards");
}

static int
by_card(const void *a, const void *b)
{
	const struct kea_host *x = a, *y = b;
	const int order = memcmp(x->mac, y->mac, 6);

	return order != 0 ? order : (x->scope.from > y->scope.from) -
	    (x->scope.from < y->scope.from);
}

void
kea_hosts_sort(struct kea *k)
{
	if (k->hosts > 0)
		qsort(k->host, k->hosts, sizeof(*k->host), by_card);
}

const struct kea_host *
kea_host_find(const struct kea *k, const unsigned char mac[6],
    const struct kea_subnet *subnet)
{
	size_t low = 0, high = k->hosts, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (memcmp(k->host[middle].mac, mac, 6) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < k->hosts && memcmp(k->host[low].mac, mac, 6) == 0; low++)
		if (k->host[low].subnet == subnet)
			return &k->host[low];
	return NULL;
}
