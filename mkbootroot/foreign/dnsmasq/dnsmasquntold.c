/*
 * What no client could be told is named with its line.
 */
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasq.h"

/* Options of a PXE menu made by hand, and of a ROM's choice from one. */
#define PXE_SERVERS 8
#define PXE_MENU 9
#define PXE_ITEM 71

#define OPTION_NETMASK 1
#define OPTION_ROUTER 3
#define OPTION_DNS 6
#define OPTION_CLASS 60
#define OPTION_TFTP_NAME 66
#define OPTION_TFTP_ADDRESS 150
#define OPTION_IPXE 175
#define IPXE_NO_PROXY 176

#define NOBODY "is told to no kind of firmware"

/* Whether a mask that an option says is that of every net. */
static int
is_their_mask(const struct dnsmasq *c, const struct dnsmasq_option *o)
{
	for (size_t i = 0; i < c->nets_n; i++)
		if (o->addresses == 0 ||
		    ntohl(o->address[0].s_addr) != c->net[i].mask)
			return 0;
	return c->nets_n > 0;
}

/* What an option says to who boots, that no word of ours says; NULL: nothing. */
static const char *
option_reason(const struct dnsmasq *c, const struct dnsmasq_option *o)
{
	static const char none[] = "has no word in clients(5)";

	switch (o->place) {
	case OF_VENDOR:
		return strncmp(o->vendor, "PXEClient", 9) == 0 &&
		    (o->number == PXE_SERVERS || o->number == PXE_MENU ||
		    o->number == PXE_ITEM) ? none : NULL;
	case OF_OUTER:
		return o->outer == OPTION_IPXE && o->number != IPXE_NO_PROXY ?
		    none : NULL;
	case OF_DHCP:
		break;
	default:
		return NULL;
	}
	switch (o->number) {
	case OPTION_NETMASK:
		return is_their_mask(c, o) ? NULL :
		    "is another mask than that of the net";
	case OPTION_CLASS:
		return o->text != NULL &&
		    (strncmp(o->text, "PXEClient", 9) == 0 ||
		    strncmp(o->text, "HTTPClient", 10) == 0) ? NULL : none;
	/* root-path, what ROMs heed (43), the server's name for itself (54),
	 * all of iPXE (175), and PXELINUX's own (RFC 5071). */
	case 17: case 43: case 54: case OPTION_IPXE:
	case 208: case 209: case 210: case 211:
		return none;
	default:
		return NULL;
	}
}

static const char *
tag_name(const char *tag)
{
	return tag + (tag[0] == '!' || tag[0] == '#');
}

/* Names whoever gives a tag of the entry to single clients, told as others here. */
static void
name_singles(struct dnsmasq *c, const struct entry *e)
{
	const struct entry *single;

	for (size_t i = 0; i < c->singles.n; i++) {
		single = c->singles.item[i];
		for (size_t j = 0; j < e->tags; j++)
			if (strcmp(tag_name(e->tag[j]), single->set[0]) == 0)
				imported_refuse(c->im, single->from,
				    single->key, "has no word in clients(5): "
				    "those clients are told what others are");
	}
}

/* Names the tags of an entry that are given nowhere in the file. */
static void
name_lost_tags(struct dnsmasq *c, const struct entry *e)
{
	const char *tag;

	for (size_t i = 0; i < e->tags; i++) {
		tag = tag_name(e->tag[i]);
		if (tag[0] != '\0' && tag[strlen(tag) - 1] != '*' &&
		    tagnames_lack(&c->tagnames, tag))
			imported_refuse(c->im, e->from, tag, "is a tag that "
			    "nothing gives here: is it an interface's name?");
	}
}

/* Calls f with every entry whose tags decide what a client is told. */
static void
each_deciding(struct dnsmasq *c,
    void (*f)(struct dnsmasq *c, const struct entry *e))
{
	const struct dnsmasq_option *o;
	size_t i;

	for (i = 0; i < c->boots.list.n; i++)
		f(c, c->boots.list.item[i]);
	for (i = 0; i < c->ignores.list.n; i++)
		f(c, c->ignores.list.item[i]);
	for (i = 0; i < c->rules.list.n; i++)
		f(c, c->rules.list.item[i]);
	for (i = 0; i < c->services.list.n; i++)
		f(c, ((const struct dnsmasq_service *)
		    c->services.list.item[i])->e);
	for (i = 0; i < c->options.n; i++) {
		o = c->options.item[i];
		if (o->place == OF_DHCP && (o->number == 3 ||
		    o->number == 6 || o->number == 66 || o->number == 67 ||
		    o->number == 150))
			f(c, o->e);
	}
}

void
dnsmasq_untold(struct dnsmasq *c)
{
	const struct dnsmasq_option *o;
	const struct entry *e;
	const char *reason;

	for (size_t i = 0; i < c->options.n; i++) {
		o = c->options.item[i];
		if ((reason = option_reason(c, o)) != NULL)
			imported_refuse(c->im, o->e->from,
			    o->e->piece[o->e->at - 1].text, reason);
	}
	for (size_t i = 0; i < c->prompts.n && c->services.list.n > 0; i++) {
		e = c->prompts.item[i];
		imported_refuse(c->im, e->from, e->key,
		    "is not shown: the first entry of the menu is taken");
	}
	each_deciding(c, name_lost_tags);
	each_deciding(c, name_singles);
}

/* Whether any address is lent. */
static int
lends(const struct dnsmasq *c)
{
	for (size_t i = 0; i < c->hosts_n; i++)
		if (c->host[i].ip != NULL)
			return 1;
	return 0;
}

/*
 * Names what says a server, and was told to nobody who was asked for; and what
 * should be told to nobody.
 */
void
dnsmasq_told_nobody(struct dnsmasq *c)
{
	const struct dnsmasq_option *o;
	const struct dnsmasq_range *r;
	const struct entry *e;
	size_t i;

	for (i = 0; i < c->boots.list.n; i++) {
		e = c->boots.list.item[i];
		if (!e->is_told && e->piece[e->at].text[0] == '\0')
			imported_refuse(c->im, e->from, e->key, NOBODY);
	}
	for (i = 0; i < c->ranges.n; i++) {
		r = c->ranges.item[i];
		if (r->e->is_told)
			mistake_warn(&c->im->mistakes, r->e->from, "static "
			    "makes dnsmasq silent to clients without an "
			    "address: here they are told what to boot");
	}
	for (i = 0; i < c->options.n; i++) {
		o = c->options.item[i];
		if (o->place != OF_DHCP || o->e->is_told)
			continue;
		if (o->number == OPTION_TFTP_NAME ||
		    o->number == OPTION_TFTP_ADDRESS)
			imported_refuse(c->im, o->e->from,
			    o->e->piece[o->e->at - 1].text, NOBODY);
		else if ((o->number == OPTION_ROUTER ||
		    o->number == OPTION_DNS) && o->addresses > 0 &&
		    lends(c))
			imported_refuse(c->im, o->e->from,
			    o->e->piece[o->e->at - 1].text, "is told to nobody "
			    "who is lent an address here");
	}
}
