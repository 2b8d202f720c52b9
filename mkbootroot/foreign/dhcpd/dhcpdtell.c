/*
 * Options as the words that there are for them.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"
#include "mkbootroot/foreign/dhcpd/dhcpdtell.h"
#include "mkbootroot/text/mapvalue.h"

/* The value of an option that is set; NULL, if it is not, or not known. */
static struct dhcpd_value
value_of(struct dhcpd_asking *a, struct dhcpd_slot *slot)
{
	struct dhcpd_value v = { .kind = VALUE_NULL };
	int is_unknown;

	if (slot == NULL)
		return v;
	v = slot_value(a, slot);
	is_unknown = v.kind == VALUE_UNKNOWN || v.is_open;
	for (size_t i = 0; v.kind == VALUE_DATA && i < v.n; i++)
		is_unknown |= v.at[i] == BYTE_UNKNOWN;
	if (is_unknown && !slot->by->is_named) {
		if (slot->part[0]->op == OP_UNKNOWN &&
		    slot->option->format[0] == 'a')
			imported_refuse(a->d->im, slot->by->from, v.why,
			    "is not an IPv4 address");
		else
			imported_refuse(a->d->im, slot->by->from,
			    slot->option->name, "depends on what has no word "
			    "in clients(5)");
		slot->by->is_named = 1;
	}
	if (is_unknown || v.kind != VALUE_DATA)
		v.kind = VALUE_NULL;
	return v;
}

static struct dhcpd_value
value_at(struct dhcpd_asking *a, unsigned space, unsigned code)
{
	return value_of(a, slot_find(a, space, code));
}

static unsigned
line_of(struct dhcpd_asking *a, unsigned space, unsigned code)
{
	const struct dhcpd_slot *slot = slot_find(a, space, code);

	return slot == NULL ? 0 : slot->by->from;
}

/* Four bytes of it as a number. */
static uint32_t
number_at(const struct dhcpd_value *v, size_t at)
{
	if (v->kind != VALUE_DATA || v->n < 4 || at > v->n - 4)
		return 0;
	return (uint32_t)v->at[at] << 24 | (uint32_t)v->at[at + 1] << 16 |
	    (uint32_t)v->at[at + 2] << 8 | v->at[at + 3];
}

/* An address of an option; 0: there is none, or none that a host can have. */
static struct in_addr
address_at(struct dhcpd_asking *a, unsigned code, const struct dhcpd_value *v,
    size_t at)
{
	struct in_addr address = { htonl(number_at(v, at)) };
	const char *text = inet_ntoa(address), *reason;
	unsigned char bytes[4];

	if (address.s_addr == 0)
		return address;
	if ((reason = value_address(text, bytes)) != NULL) {
		slot_refuse(a, slot_find(a, SPACE_DHCP, code), text, reason);
		address.s_addr = 0;
	}
	return address;
}

/* A text as im keeps it, to its first NUL; NULL: it is none, or empty. */
static const char *
text_of(struct dhcpd_asking *a, unsigned space, unsigned code)
{
	struct dhcpd_slot *slot = slot_find(a, space, code);
	const struct dhcpd_value v = value_of(a, slot);
	struct dhcpd_expression *e;
	char text[1025];
	size_t n;

	if (v.kind == VALUE_NULL)
		return NULL;
	e = slot->by->value;
	if (slot->parts == 1 && e->op == OP_TEXT && e->kept != NULL)
		return e->kept[0] == '\0' ? NULL : e->kept;
	for (n = 0; n < v.n && n < sizeof(text) - 1; n++)
		text[n] = (char)v.at[n];
	text[n] = '\0';
	if (slot->parts != 1 || e->op != OP_TEXT)
		return text[0] == '\0' ? NULL : imported_keep(a->d->im, text);
	e->kept = imported_keep(a->d->im, text);
	return e->kept[0] == '\0' ? NULL : e->kept;
}

/* Firmware reads option 67 before the field, iPXE the field before it. */
static void
tell_file(struct dhcpd_asking *a, struct told *told)
{
	const char *field = text_of(a, SPACE_SERVER, SERVER_FILENAME);

	told->file = text_of(a, SPACE_DHCP, 67);
	told->file_from = line_of(a, SPACE_DHCP, 67);
	if (told->file == NULL) {
		told->file = field;
		told->file_from = line_of(a, SPACE_SERVER, SERVER_FILENAME);
	} else if (field != NULL && strcmp(field, told->file) != 0)
		slot_refuse(a, slot_find(a, SPACE_SERVER, SERVER_FILENAME),
		    field, "is another file than bootfile-name says");
}

/* An address from a text that is one. */
static uint32_t
text_address(const char *text)
{
	struct in_addr address;

	return text != NULL && inet_pton(AF_INET, text, &address) == 1 ?
	    ntohl(address.s_addr) : 0;
}

static void
tell_name(struct dhcpd_asking *a, unsigned space, unsigned code,
    const char *name, struct told *told)
{
	const char *reason = value_name(name);

	if (reason != NULL) {
		slot_refuse(a, slot_find(a, space, code), name, reason);
		return;
	}
	told->servername = name;
	told->servername_from = line_of(a, space, code);
}

/*
 * Where the file is: next-server goes before the options that say it, and
 * without any of them a client asks who has answered.
 */
static void
tell_server(struct dhcpd_asking *a, struct told *told)
{
	const struct dhcpd_value next = value_at(a, SPACE_SERVER, SERVER_NEXT),
	    cisco = value_at(a, SPACE_DHCP, 150),
	    self = value_at(a, SPACE_DHCP, 54);
	const char *tftp = text_of(a, SPACE_DHCP, 66),
	    *name = text_of(a, SPACE_SERVER, SERVER_NAME);
	const struct {
		uint32_t address;
		unsigned space, code;
	} says[] = { { number_at(&next, 0), SPACE_SERVER, SERVER_NEXT },
	    { number_at(&cisco, 0), SPACE_DHCP, 150 },
	    { text_address(tftp), SPACE_DHCP, 66 },
	    { text_address(name), SPACE_SERVER, SERVER_NAME },
	    { number_at(&self, 0), SPACE_DHCP, 54 } };
	const size_t last = sizeof(says) / sizeof(says[0]) - 1;
	struct in_addr address;
	unsigned char bytes[4];
	const char *reason;

	for (size_t i = 0; i <= last; i++) {
		if (says[i].address == 0)
			continue;
		address.s_addr = htonl(says[i].address);
		reason = value_address(inet_ntoa(address), bytes);
		if (reason != NULL) {
			slot_refuse(a, slot_find(a, says[i].space,
			    says[i].code), inet_ntoa(address), reason);
			continue;
		}
		if (told->server.s_addr == 0) {
			told->server.s_addr = htonl(says[i].address);
			told->server_from = line_of(a, says[i].space,
			    says[i].code);
		} else if (i < last &&
		    told->server.s_addr != htonl(says[i].address))
			slot_refuse(a, slot_find(a, says[i].space,
			    says[i].code), slot_find(a, says[i].space,
			    says[i].code)->option->name,
			    "is another server than the one above it");
	}
	if (name != NULL)
		tell_name(a, SPACE_SERVER, SERVER_NAME, name, told);
	else if (tftp != NULL && text_address(tftp) == 0)
		tell_name(a, SPACE_DHCP, 66, tftp, told);
}

static void
tell_router(struct dhcpd_asking *a, const struct dhcpd_subnet *subnet,
    struct told *told)
{
	const struct dhcpd_value router = value_at(a, SPACE_DHCP, 3),
	    dns = value_at(a, SPACE_DHCP, 6), mask = value_at(a, SPACE_DHCP, 1);
	struct in_addr address;

	told->router = address_at(a, 3, &router, 0);
	told->router_from = line_of(a, SPACE_DHCP, 3);
	if (number_at(&router, 4) != 0) {
		address = address_at(a, 3, &router, 4);
		slot_refuse(a, slot_find(a, SPACE_DHCP, 3),
		    inet_ntoa(address), "is a second router");
	}
	for (size_t i = 0; i + 4 <= dns.n && dns.kind == VALUE_DATA; i += 4) {
		address = address_at(a, 6, &dns, i);
		if (address.s_addr == 0)
			continue;
		if (told->dns_n < FOREIGN_DNS_MAX)
			told->dns[told->dns_n++] = address;
		else
			slot_refuse(a, slot_find(a, SPACE_DHCP, 6),
			    inet_ntoa(address), "is a fifth name server");
	}
	told->dns_from = line_of(a, SPACE_DHCP, 6);
	if (mask.kind == VALUE_DATA && subnet != NULL &&
	    number_at(&mask, 0) != subnet->mask)
		slot_refuse(a, slot_find(a, SPACE_DHCP, 1), "subnet-mask",
		    "is not the netmask of its subnet");
}

/* dhcpd lends for 12 hours, and not for more than a day, if nothing is said. */
static void
tell_lease(struct dhcpd_asking *a, struct told *told)
{
	const struct dhcpd_value usual = value_at(a, SPACE_SERVER,
	    SERVER_LEASE), most = value_at(a, SPACE_SERVER, SERVER_LEASE_MAX),
	    least = value_at(a, SPACE_SERVER, SERVER_LEASE_MIN);
	const uint32_t max = most.kind == VALUE_DATA ? number_at(&most, 0) :
	    86400;
	uint32_t lease = usual.kind == VALUE_DATA ? number_at(&usual, 0) :
	    43200;

	if (usual.kind == VALUE_NULL && most.kind == VALUE_NULL &&
	    least.kind == VALUE_NULL)
		return;
	if (lease > max)
		lease = max;
	if (lease < number_at(&least, 0))
		lease = number_at(&least, 0);
	told->lease_s = lease;
}

/* HTTP boot takes a URL, from a server that answers with its own class. */
static int
is_for_http(struct dhcpd_asking *a, const struct told *told)
{
	const char *class = text_of(a, SPACE_DHCP, 60);

	return class != NULL && strncmp(class, "HTTPClient", 10) == 0 &&
	    told->file != NULL && strstr(told->file, "://") != NULL;
}

void
tell(struct dhcpd_asking *a, const struct dhcpd_subnet *subnet,
    struct told *told)
{
	if (a->who->is_system) {
		tell_router(a, subnet, told);
		return;
	}
	tell_file(a, told);
	if (a->who->is_http && !is_for_http(a, told))
		told->file = NULL;
	tell_server(a, told);
	tell_router(a, subnet, told);
	tell_lease(a, told);
	others_name(a);
}
