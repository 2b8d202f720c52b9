/*
 * Values that say what is booted, and what tags a client gets by what it sends.
 */
#include <arpa/inet.h>
#include <bsd/stdlib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/append.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasq.h"

int
dnsmasq_pass_tags(struct entry *e)
{
	const char *tag;

	while (e->at < e->n &&
	    ((tag = piece_behind(&e->piece[e->at], "tag:")) != NULL ||
	    (tag = piece_behind(&e->piece[e->at], "net:")) != NULL)) {
		e->tag[e->tags++] = tag;
		e->at++;
	}
	return e->at < e->n ? 0 : -1;
}

const char *
dnsmasq_set(const struct piece *p)
{
	const char *tag = piece_behind(p, "set:");

	return tag != NULL ? tag : p->text;
}

/* The pieces from the one at `at` to the last as one text. */
static const char *
text_from(struct dnsmasq *c, const struct entry *e, size_t at)
{
	char text[1024] = "";
	struct append a = { .buf = text, .size = sizeof(text) };

	for (size_t i = at; i < e->n; i++)
		append_cut(&a, "%s%s", i > at ? "," : "", e->piece[i].text);
	return imported_keep(c->im, text);
}

const char *
dnsmasq_take_boot(struct dnsmasq *c, struct entry *e)
{
	if (dnsmasq_pass_tags(e) == -1)
		return "has nothing behind its tags";
	list_add(c, &c->boots.list, e);
	return NULL;
}

/* Addresses, as the options have that take no others. NULL; or a reason. */
static const char *
take_addresses(struct dnsmasq_option *o, const struct entry *e)
{
	struct in_addr a;

	for (size_t i = e->at; i < e->n; i++) {
		if (inet_pton(AF_INET, e->piece[i].text, &a) != 1 ||
		    e->piece[i].bare != strlen(e->piece[i].text))
			return "has something that is no address";
		if (o->addresses < FOREIGN_DNS_MAX)
			o->address[o->addresses++] = a;
		else if (o->more == NULL)
			o->more = e->piece[i].text;
	}
	return NULL;
}

/* A number of digits, of which none are a 0; -1: it is larger than max. */
static int
read_digits(const char *text, int max)
{
	const char *error;
	int number;

	if (text[0] == '\0')
		return 0;
	number = (int)strtonum(text, 0, max, &error);
	return error == NULL ? number : -1;
}

/* Reads up to the number. NULL; or a reason. */
static const char *
take_number(struct dnsmasq_option *o, struct entry *e, int is_match)
{
	const char *name, *outer;
	const struct piece *p;
	int number, outer_number, is_own = 0;

	for (; e->at < e->n; e->at++) {
		p = &e->piece[e->at];
		if (piece_is_number(p)) {
			number = read_digits(p->text, OPTION_MAX);
		} else if ((name = piece_behind(p, "option:")) != NULL) {
			number = option_number(name, &is_own);
		} else if (piece_behind(p, "option6:") != NULL) {
			o->place = OF_IPV6;
			number = 0;
		} else {
			if ((outer = piece_behind(p, "vendor:")) != NULL) {
				o->place = OF_VENDOR;
				o->vendor = outer;
			} else if ((outer = piece_behind(p, "encap:")) !=
			    NULL) {
				o->place = OF_OUTER;
				outer_number = read_digits(outer, OPTION_MAX);
				if (outer_number == -1)
					return "is in no option that dnsmasq "
					    "knows";
				o->outer = (unsigned)outer_number;
			} else if (piece_behind(p, "vi-encap:") != NULL) {
				o->place = OF_ENTERPRISE;
				if (is_match)
					return NULL;
			} else if ((name = piece_behind(p, "tag:")) != NULL ||
			    (name = piece_behind(p, "net:")) != NULL) {
				e->tag[e->tags++] = name;
			} else
				e->tag[e->tags++] = dnsmasq_set(p);
			continue;
		}
		e->at++;
		o->number = (unsigned)number;
		return number < 0 || number > OPTION_MAX ?
		    "is no option that dnsmasq knows" :
		    is_own && !is_match ? "is an option that dnsmasq sends itself" : NULL;
	}
	return "has no number of an option";
}

/* dhcp-match: the tag is given, not asked for. */
static const char *
take_match(struct dnsmasq *c, struct entry *e, struct dnsmasq_option *o)
{
	if (o->place == OF_VENDOR || o->place == OF_OUTER)
		return "matches no encapsulated option";
	if (e->tags != 1)
		return "needs one tag";
	e->set[e->sets++] = e->tag[--e->tags];
	if (tagnames_add(&c->tagnames, e->set[0], 1) == -1)
		c->im->no_memory = 1;
	return o->place == OF_DHCP && e->at < e->n ? value_read(&o->value, e,
	    e->at, option_kind(o->number)) : NULL;
}

const char *
dnsmasq_take_option(struct dnsmasq *c, struct entry *e, int is_match)
{
	struct dnsmasq_option *o = calloc(1, sizeof(*o));
	const char *reason;

	if (o == NULL || list_add(c, is_match ? &c->matches : &c->options,
	    o) == -1) {
		c->im->no_memory = 1;
		free(o);
		return NULL;
	}
	o->e = e;
	reason = take_number(o, e, is_match);
	if (reason == NULL && is_match)
		reason = take_match(c, e, o);
	else if (reason == NULL && o->place == OF_DHCP && e->at < e->n) {
		if (option_kind(o->number) == OPTION_ADDRESSES)
			reason = take_addresses(o, e);
		else
			o->text = text_from(c, e, e->at);
	} else if (reason == NULL && e->at < e->n)
		o->text = text_from(c, e, e->at);
	if (reason != NULL) {
		/* dnsmasq would not start: nobody is told it. */
		value_free(&o->value);
		o->place = OF_IPV6;
	}
	return reason;
}

/* The number of a kind of firmware (RFC 4578 section 2.1); -1: it is none. */
static long
service_arch(const char *text)
{
	static const char *const names[] = { "x86PC", "PC98", "IA64_EFI",
	    "Alpha", "Arc_x86", "Intel_Lean_Client", "IA32_EFI", "x86-64_EFI",
	    "Xscale_EFI", "BC_EFI", "ARM32_EFI", "ARM64_EFI" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(text, names[i]) == 0)
			return (long)i;
	return text[strspn(text, "0123456789")] == '\0' ?
	    read_digits(text, 99999) : -1;
}

/* What a ROM loads: the layer that it asks for, 0, is behind a plain name. */
static const char *
file_of(struct dnsmasq *c, const char *name)
{
	char file[1024];

	if (strchr(name, '.') != NULL)
		return name;
	snprintf(file, sizeof(file), "%s.0", name);
	return imported_keep(c->im, file);
}

const char *
dnsmasq_take_service(struct dnsmasq *c, struct entry *e)
{
	struct dnsmasq_service *s = calloc(1, sizeof(*s));
	const struct piece *p;
	size_t n;
	long arch;
	int type;

	if (s == NULL || list_add(c, &c->services.list, s) == -1) {
		c->im->no_memory = 1;
		free(s);
		return NULL;
	}
	s->e = e;
	s->arch = UINT_MAX;
	if (dnsmasq_pass_tags(e) == -1 || (n = e->n - e->at) < 2)
		return "has no text for its menu";
	p = &e->piece[e->at];
	if ((arch = service_arch(p[0].text)) == -1)
		return "is of no kind of firmware that dnsmasq knows";
	s->text = p[1].text;
	c->is_pxe = 1;
	if (n > 2 && p[2].text[strspn(p[2].text, "0123456789")] != '\0') {
		s->file = file_of(c, p[2].text);
		s->type = 32768 + c->types++;
	} else if (n > 2) {
		if ((type = read_digits(p[2].text, UINT16_MAX)) == -1)
			return "has a number for its boot service that is "
			    "larger than 65535";
		s->type = (unsigned)type;
	}
	if (n > 3 && inet_pton(AF_INET, p[3].text, &s->server) != 1) {
		s->server.s_addr = 0;
		s->servername = p[3].text;
	}
	s->arch = (unsigned)arch;
	return NULL;
}

const char *
dnsmasq_take_class(struct dnsmasq *c, struct entry *e, int is_user)
{
	struct dnsmasq_class *class;

	if (e->n < 2)
		return "has no class";
	if (e->n > 2 && (is_user || piece_behind(&e->piece[1],
	    "enterprise:") == NULL))
		return "has a comma too many";
	if ((class = calloc(1, sizeof(*class))) == NULL ||
	    list_add(c, &c->classes, class) == -1) {
		c->im->no_memory = 1;
		free(class);
		return NULL;
	}
	e->set[e->sets++] = dnsmasq_set(&e->piece[0]);
	if (tagnames_add(&c->tagnames, e->set[0], 1) == -1)
		c->im->no_memory = 1;
	class->e = e;
	class->is_user = is_user;
	class->text = e->n == 2 ? e->piece[1].text : text_from(c, e, 2);
	return NULL;
}

const char *
dnsmasq_take_mac(struct dnsmasq *c, struct entry *e)
{
	struct dnsmasq_mac *mac;
	struct card card;
	int code;

	if (e->n < 2 || (code = card_read(&card, e->piece[1].text)) == -1)
		return "has no MAC address";
	e->set[e->sets++] = dnsmasq_set(&e->piece[0]);
	if (tagnames_add(&c->tagnames, e->set[0], 1) == -1)
		c->im->no_memory = 1;
	if (code == 1)
		return "is of no Ethernet card";
	if ((mac = calloc(1, sizeof(*mac))) == NULL ||
	    list_add(c, &c->macs, mac) == -1) {
		c->im->no_memory = 1;
		free(mac);
		return NULL;
	}
	mac->e = e;
	mac->card = card;
	return card_octets(&card) == -1 ?
	    "has a star in front of an octet, which no prefix has" : NULL;
}
