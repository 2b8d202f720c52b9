/*
 * What boot firmware puts into a DISCOVER. What only some of it sends, and
 * what depends on where the client is, is not known.
 */
#include <bsd/sys/endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keaquery.h"

/* The names that Kea has for the options that matter here. */
static unsigned
option_number(const char *name)
{
	static const struct {
		const char *name;
		unsigned number;
	} names[] = {
		{ "subnet-mask", 1 }, { "host-name", 12 },
		{ "vendor-encapsulated-options", 43 },
		{ "dhcp-requested-address", 50 }, { "dhcp-lease-time", 51 },
		{ "dhcp-message-type", 53 }, { "dhcp-server-identifier", 54 },
		{ "dhcp-parameter-request-list", 55 },
		{ "dhcp-max-message-size", 57 },
		{ "vendor-class-identifier", 60 },
		{ "dhcp-client-identifier", 61 }, { "user-class", 77 },
		{ "fqdn", 81 }, { "dhcp-agent-options", 82 },
		{ "client-system", 93 }, { "client-ndi", 94 },
		{ "uuid-guid", 97 }
	};
	char *end;
	unsigned long number = strtoul(name, &end, 10);

	if (*end == '\0' && end != name)
		return number <= 255 ? (unsigned)number : 256;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i].name) == 0)
			return names[i].number;
	return 256;
}

/* The vendor class, as this kind of firmware says it. */
static void
kea_query_vendor(const struct asker *a, struct kea_value *v)
{
	const int is_bios = a->arch == 0;
	char text[64];
	const int n = snprintf(text, sizeof(text),
	    "%s:Arch:%05u:UNDI:%s", a->is_http ? "HTTPClient" : "PXEClient",
	    a->arch, is_bios ? "002001" : a->is_ipxe ? "003010" : "003016");

	kea_value_put(v, text, (size_t)n);
	/* The version of UNDI may be another one. */
	memset(v->is + v->n - 6, KEA_ASSUMED, 6);
}

static void
put_card(const struct asker *a, struct kea_value *v)
{
	static const unsigned char nobody[6];
	const struct foreign_host *h = a->host;

	kea_value_put(v, h == NULL ? nobody : h->mac, 6);
	for (unsigned i = 0; i < 6; i++) {
		v->from[i] = (unsigned char)(KEA_OCTET + i);
		if (h == NULL || (int)i >= h->octets)
			v->is[i] = KEA_OTHER;
	}
}

static void
put_option(const struct kea_query *q, unsigned number, struct kea_value *v)
{
	unsigned char arch[2];

	be16enc(arch, (uint16_t)q->asker->arch);
	if (number == 60)
		kea_query_vendor(q->asker, v);
	else if (number == 77 && q->asker->is_ipxe)
		kea_value_put(v, "iPXE", 4);
	else if (number == 93)
		kea_value_put(v, arch, 2);
	else
		v->unknown = 1;
}

/* Whether firmware sends an option at all. */
static enum truth
sends(const struct asker *a, unsigned number)
{
	switch (number) {
	case 53: case 55: case 57:
		return TRUTH_YES;
	case 60: case 93: case 94: case 97:
		return a->is_system ? TRUTH_NO : TRUTH_YES;
	case 77: case 175:
		return a->is_ipxe ? TRUTH_YES : TRUTH_NO;
	/* Of its own, of a REQUEST, and of relays. */
	case 12: case 43: case 50: case 51: case 54: case 61: case 81:
	case 82: case 256:
		return TRUTH_UNKNOWN;
	default:
		return TRUTH_NO;
	}
}

enum truth
kea_query_exists(const struct kea_query *q, const struct kea_node *n)
{
	const unsigned number = option_number(n->option);
	enum truth is;

	/* Options 124 and 125, which are not firmware's. */
	if (strcmp(n->base, "vendor") == 0 ||
	    strcmp(n->base, "vendor-class") == 0)
		return TRUTH_NO;
	if (strcmp(n->base, "option") != 0)
		return TRUTH_UNKNOWN;
	is = sends(q->asker, number);
	return is == TRUTH_YES && n->has_sub ? TRUTH_UNKNOWN : is;
}

static void
put_message(const struct kea_query *q, const char *what, struct kea_value *v)
{
	static const unsigned char zeros[4], one[4] = { 0, 0, 0, 1 },
	    six[4] = { 0, 0, 0, 6 };

	if (strcmp(what, "mac") == 0)
		put_card(q->asker, v);
	else if (strcmp(what, "htype") == 0)
		kea_value_put(v, one, 4);
	else if (strcmp(what, "hlen") == 0)
		kea_value_put(v, six, 4);
	else if (strcmp(what, "ciaddr") == 0 || strcmp(what, "yiaddr") == 0 ||
	    strcmp(what, "siaddr") == 0)
		kea_value_put(v, zeros, 4);
	else
		v->unknown = 1;
}

void
kea_query_field(const struct kea_query *q, const struct kea_node *n,
    struct kea_value *v)
{
	const unsigned number = option_number(n->option);
	enum truth is;

	kea_value_put(v, "", 0);
	if (strcmp(n->base, "pkt4") == 0) {
		put_message(q, n->what, v);
		return;
	}
	is = kea_query_exists(q, n);
	if (is == TRUTH_NO)
		return;		/* what is not there is empty */
	v->unknown = 1;
	/* .text is what it looks like in the log, but for texts. */
	if (is == TRUTH_YES && strcmp(n->base, "option") == 0 &&
	    (strcmp(n->what, "hex") == 0 ||
	    (strcmp(n->what, "text") == 0 && number == 60)))
		put_option(q, number, v);
}

struct kea_member *
kea_query_find(const struct kea_query *q, size_t class_at, const char *name)
{
	size_t i;

	if (class_at > 0) {
		i = q->at == NULL ? 0 : q->at[class_at - 1];
		return i == 0 ? NULL : &q->member[i - 1];
	}
	for (i = q->others; i > 0; i = q->member[i - 1].next)
		if (strcmp(q->member[i - 1].name, name) == 0)
			return &q->member[i - 1];
	return NULL;
}

enum truth
kea_query_member(const struct kea_query *q, size_t class_at,
    const char *name)
{
	static const char vendor[] = "VENDOR_CLASS_";
	const size_t n = sizeof(vendor) - 1;
	const struct kea_member *member = kea_query_find(q, class_at, name);
	struct kea_value mine, theirs;

	if (member != NULL)
		return member->is;
	if (strncmp(name, vendor, n) != 0 || q->asker->is_system)
		return TRUTH_NO;
	kea_query_vendor(q->asker, &mine);
	kea_value_put(&theirs, name + n, strlen(name + n));
	return kea_value_equal(&mine, &theirs);
}
