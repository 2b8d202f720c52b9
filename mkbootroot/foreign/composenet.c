/*
 * What clients are told that are not listed: on all nets, and on each.
 */
#include "mkbootroot/foreign/agree.h"
#include "mkbootroot/foreign/composing.h"

/*
 * Default boots what strangers are told on all nets. What they are told on some
 * nets only is named and left out.
 */
static void
compare_nets(struct compose *c)
{
	const struct foreign *f = c->f;
	struct words *others = &c->im->others;

	for (size_t i = 0; i < f->nets; i++) {
		if (!c->net[i].ignore)
			compose_name(c, &c->net[i], others);
		else if (!others->ignore && words_boot(others))
			imported_refuse(c->im, c->net[i].silent_from != 0 ?
			    c->net[i].silent_from : f->net[i].from, NULL,
			    "clients that are not listed get no answer on this "
			    "net, and here what default says: import-hosts "
			    "writes what boots by client, not by net");
	}
}

/* Their servers are those of the nets, unless it is one for all. */
static void
take_common_server(struct compose *c)
{
	struct words *others = &c->im->others;

	for (size_t i = 0; i < c->f->nets; i++) {
		if (c->net[i].server.s_addr != others->server.s_addr)
			others->server.s_addr = 0;
		if (!agree_text(c->net[i].servername, others->servername))
			others->servername = NULL;
	}
	others->router.s_addr = 0;
	others->dns_n = 0;
	others->lease_s = 0;
}

void
compose_nets(struct compose *c)
{
	const struct foreign *f = c->f;
	struct words *others = &c->im->others, w;
	size_t i;

	if (f->nets == 0) {
		compose_ask(c, NULL, NULL, others);
		return;
	}
	for (i = 0; i < f->nets; i++) {
		compose_ask(c, NULL, &f->net[i], &c->net[i]);
		if (i == 0)
			*others = c->net[0];
		else
			agree_with(others, &c->net[i]);
		w = c->net[i];
		w.files = w.ipxes_of = 0;
		w.ignore = w.is_whole = 0;
		w.disk_from = 0;
		imported_net(c->im, f->net[i].from, f->net[i].net,
		    f->net[i].mask, &w);
	}
	compare_nets(c);
	take_common_server(c);
}
