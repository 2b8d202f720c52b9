/*
 * What can be said when the whole file is read; and the end of it.
 */
#include <bsd/stdlib.h>
#include <stdlib.h>
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
#define OPTION_FILE 67
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
	static const char none[] = "has no word of ours";

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

/* That a line names a boot file. */
static void
line_add(struct dnsmasq *c, unsigned from)
{
	const size_t size = c->lines_size + c->lines_size / 2 + 64;
	unsigned *lines;

	if (c->lines_n == c->lines_size) {
		if ((lines = reallocarray(c->lines, size,
		    sizeof(*lines))) == NULL) {
			c->im->no_memory = 1;
			return;
		}
		c->lines = lines;
		c->lines_size = size;
	}
	c->lines[c->lines_n++] = from;
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
				    single->key, "has no word of ours: those "
				    "clients are told what others are");
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

static void
boot_lines(struct dnsmasq *c)
{
	const struct dnsmasq_option *o;
	const struct dnsmasq_service *s;
	const struct entry *e;
	size_t i;

	for (i = 0; i < c->boots.list.n; i++) {
		e = c->boots.list.item[i];
		if (e->piece[e->at].text[0] != '\0')
			line_add(c, e->from);
	}
	for (i = 0; i < c->options.n; i++) {
		o = c->options.item[i];
		if (o->place == OF_DHCP && o->number == OPTION_FILE)
			line_add(c, o->e->from);
	}
	for (i = 0; i < c->services.list.n; i++) {
		s = c->services.list.item[i];
		if (s->file != NULL)
			line_add(c, s->e->from);
	}
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
static void
name_told(struct dnsmasq *c)
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
			    "has dnsmasq silent to clients without an "
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

void
dnsmasq_finish(struct dnsmasq *c)
{
	static const unsigned none = 0;
	static char pxe[] = "PXEClient";
	struct foreign f = { .im = c->im, .ask = dnsmasq_ask, .theirs = c };
	const struct dnsmasq_option *o;
	const struct entry *e;
	const char *reason;

	if (c->interfaces.n == 0)
		c->tagnames.has_interfaces = 1;
	if (c->pxe_vendors.n == 0)
		list_add(c, &c->pxe_vendors, pxe);
	dnsmasq_nets(c);
	dnsmasq_cards(c);
	dnsmasq_index(c);
	if (c->im->no_memory)
		return;
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
	boot_lines(c);
	if (c->im->no_memory)
		return;
	f.host = c->host;
	f.hosts = c->hosts_n;
	f.net = c->net;
	f.nets = c->nets_n;
	foreign_compose(&f, c->lines != NULL ? c->lines : &none, c->lines_n);
	name_told(c);
}

static void
list_free(struct list *list, int has_items)
{
	for (size_t i = 0; i < list->n && has_items; i++)
		free(list->item[i]);
	free(list->item);
}

void
dnsmasq_free(struct dnsmasq *c)
{
	size_t i;

	dnsmasq_unindex(c);
	for (i = 0; i < c->entries.n; i++)
		entry_free(c->entries.item[i]);
	for (i = 0; i < c->matches.n; i++)
		value_free(&((struct dnsmasq_option *)
		    c->matches.item[i])->value);
	for (i = 0; i < c->hosts.n; i++)
		free(((struct dnsmasq_host *)c->hosts.item[i])->card);
	list_free(&c->entries, 1);
	list_free(&c->options, 1);
	list_free(&c->matches, 1);
	list_free(&c->services.list, 1);
	list_free(&c->classes, 1);
	list_free(&c->macs, 1);
	list_free(&c->ranges, 1);
	list_free(&c->hosts, 1);
	list_free(&c->boots.list, 0);
	list_free(&c->ignores.list, 0);
	list_free(&c->rules.list, 0);
	list_free(&c->singles, 0);
	list_free(&c->prompts, 0);
	list_free(&c->interfaces, 0);
	list_free(&c->pxe_vendors, 0);
	free(c->tagnames.list);
	free(c->host);
	free(c->net);
	free(c->lines);
}
