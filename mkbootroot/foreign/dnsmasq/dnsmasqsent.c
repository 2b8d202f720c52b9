/*
 * What a DISCOVER says, against dhcp-mac, dhcp-match and the classes.
 */
#include <bsd/sys/endian.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqsent.h"

#define OPTION_VENDOR_CLASS 60
#define OPTION_CLIENT_ID 61
#define OPTION_USER_CLASS 77
#define OPTION_AGENT 82
#define OPTION_ARCH 93
#define OPTION_IPXE 175

/* Whether a class, or a part of one, is that of firmware or of iPXE. */
static int
is_of_firmware(const char *text, size_t n)
{
	static const char *const known[] = { "PXE", "HTTPClient", "Arch:",
	    "UNDI" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (memmem(text, n, known[i], strlen(known[i])) != NULL)
			return 1;
	return 0;
}

/*
 * Whether a system sends this option: what firmware is known by it does not, and
 * what it sends else nobody knows here.
 */
static enum truth
system_sends(const struct dnsmasq_option *o)
{
	const struct value *v = &o->value;

	switch (o->number) {
	case OPTION_VENDOR_CLASS:
	case OPTION_USER_CLASS:
		return v->n > 0 && is_of_firmware((const char *)v->bytes, v->n) ?
		    TRUTH_NO : TRUTH_UNKNOWN;
	case OPTION_ARCH: case 94: case 97: case OPTION_IPXE:
		return TRUTH_NO;
	case 53: case 55:
		return value_is_sent(v, "", 0, 0);
	default:
		return TRUTH_UNKNOWN;
	}
}

/* Whether a client sends this option, with a value like this. */
static enum truth
option_sent(const struct who *w, const struct dnsmasq_option *o)
{
	char bytes[2];

	be16enc(bytes, (uint16_t)w->asker->arch);
	if (o->place != OF_DHCP)
		return TRUTH_NO;	/* 124 and IPv6: no firmware sends them */
	if (w->asker->is_system)
		return system_sends(o);
	switch (o->number) {
	case OPTION_VENDOR_CLASS:
		return value_is_sent(&o->value, w->vendor, strlen(w->vendor), 1);
	case OPTION_ARCH:
		return value_is_sent(&o->value, bytes, sizeof(bytes), 1);
	case OPTION_USER_CLASS:
		return w->asker->is_ipxe ? value_is_sent(&o->value, "iPXE", 4,
		    1) : TRUTH_NO;
	case OPTION_IPXE:
		return w->asker->is_ipxe ? value_is_sent(&o->value, "", 0, 0) :
		    TRUTH_NO;
	/* All send the kind of message, what they ask for, sizes, 94 and 97. */
	case 53: case 55: case 57: case 94: case 97:
		return value_is_sent(&o->value, "", 0, 0);
	/* Some do; and a relay adds 82 and 118. */
	case OPTION_CLIENT_ID: case OPTION_AGENT: case 118:
		return TRUTH_UNKNOWN;
	default:
		return TRUTH_NO;
	}
}

static enum truth
class_sent(const struct who *w, const struct dnsmasq_class *class)
{
	const size_t n = strlen(class->text);

	if (w->asker->is_system)
		return is_of_firmware(class->text, n) ? TRUTH_NO :
		    TRUTH_UNKNOWN;
	if (!class->is_user)
		return text_within(class->text, n, w->vendor,
		    strlen(w->vendor), 1);
	return w->asker->is_ipxe ? text_within(class->text, n, "iPXE", 4, 1) :
	    TRUTH_NO;
}

/* The tags by its card. */
static void
card_tags(const struct dnsmasq *c, struct who *w)
{
	const struct foreign_host *host = w->asker->host;
	const struct dnsmasq_mac *mac;
	const struct card_at *at;
	size_t n;

	for (int known = 0; known <= CARD_ODD; known++) {
		if (known < CARD_ODD && known > (host == NULL ? 0 :
		    host->octets))
			continue;
		at = cards_find(&c->mac_cards, known, host == NULL ? NULL :
		    host->mac, &n);
		c->im->work += n;
		for (size_t i = 0; i < n; i++) {
			mac = c->macs.item[at[i].at];
			tags_add(w->own, mac->e->given[0],
			    card_is_of(at[i].card, host));
		}
	}
}

void
sent_tags(const struct dnsmasq *c, struct who *w)
{
	const struct dnsmasq_option *o;
	const struct dnsmasq_class *class;
	size_t i;

	/* With several it is not said which net is on which. */
	for (i = 0; i < c->interfaces.n; i++)
		tags_add(w->own, c->interface_tags[i],
		    c->interfaces.n == 1 && !c->tagnames.has_interfaces ?
		    TRUTH_YES : TRUTH_UNKNOWN);
	card_tags(c, w);
	for (i = 0; i < c->matches.n; i++) {
		o = c->matches.item[i];
		if (o->e->sets > 0)
			tags_add(w->own, o->e->given[0], option_sent(w, o));
	}
	for (i = 0; i < c->classes.n; i++) {
		class = c->classes.item[i];
		tags_add(w->own, class->e->given[0], class_sent(w, class));
	}
	c->im->work += c->interfaces.n + c->matches.n + c->classes.n;
}
