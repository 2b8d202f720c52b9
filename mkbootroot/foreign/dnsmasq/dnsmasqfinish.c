/*
 * Asking the server of the file, when all of it is read; and the end of it.
 */
#include <bsd/stdlib.h>
#include <stdlib.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasq.h"

#define OPTION_FILE 67

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

void
dnsmasq_finish(struct dnsmasq *c)
{
	static const unsigned none = 0;
	static char pxe[] = "PXEClient";
	struct foreign f = { .im = c->im, .ask = dnsmasq_ask, .theirs = c };

	if (c->interfaces.n == 0)
		c->tagnames.has_interfaces = 1;
	if (c->pxe_vendors.n == 0)
		list_add(c, &c->pxe_vendors, pxe);
	dnsmasq_nets(c);
	dnsmasq_cards(c);
	dnsmasq_index(c);
	if (c->im->no_memory)
		return;
	dnsmasq_untold(c);
	boot_lines(c);
	if (c->im->no_memory)
		return;
	f.host = c->host;
	f.hosts = c->hosts_n;
	f.net = c->net;
	f.nets = c->nets_n;
	foreign_compose(&f, c->lines != NULL ? c->lines : &none, c->lines_n);
	dnsmasq_told_nobody(c);
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
