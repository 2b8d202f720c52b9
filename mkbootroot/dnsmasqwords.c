/*
 * What dnsmasq tells a client with these tags: it is asked for as each kind of
 * firmware.
 */
#include <string.h>

#include "arch.h"
#include "dnsmasqhost.h"

/* What a client with these tags is told to load, as this kind of firmware. */
static void
boot_as(struct dnsmasq *c, struct words *w, const struct tags *base,
    const struct tags *kind, int arch)
{
	struct tags t = *base;
	const struct entry *e;
	const char *file;

	for (size_t i = 0; i < kind->n; i++)
		tags_add(&t, kind->name[i]);
	if ((e = entries_choose(&c->boots, 0, &t)) == NULL || e->at >= e->n ||
	    e->piece[e->at][0] == '\0')
		return;
	file = e->piece[e->at];
	if (arch == -1) {
		if (entry_is_for(e, kind))
			words_ipxe(c->im, e->from, w, file);
		return;
	}
	if (arch != ARCH_BIOS && !entry_is_for(e, kind))
		return;		/* it is sent what is for others */
	words_file(c->im, e->from, w, arch != ARCH_BIOS ? (unsigned)arch :
	    entry_is_for(e, kind) ? ARCH_BIOS : words_arch(file), file);
	if (arch != ARCH_BIOS)
		return;
	if (e->n - e->at > 1 && e->piece[e->at + 1][0] != '\0')
		words_servername(c->im, e->from, w, e->piece[e->at + 1]);
	if (e->n - e->at > 2 && e->piece[e->at + 2][0] != '\0')
		words_server(c->im, e->from, w, e->piece[e->at + 2]);
}

static void
boot_files(struct dnsmasq *c, struct words *w, const struct tags *base)
{
	struct tags kind;

	boot_as(c, w, base, &c->ipxe, -1);
	for (size_t i = 0; i < c->archs; i++) {
		kind = (struct tags){ .n = 0 };
		for (size_t j = 0; j < c->archs; j++)
			if (c->arch[j].arch == c->arch[i].arch)
				tags_add(&kind, c->arch[j].tag);
		boot_as(c, w, base, &kind, (int)c->arch[i].arch);
	}
	boot_as(c, w, base, &(struct tags){ .n = 0 }, ARCH_BIOS);
}

void
dnsmasq_lending(struct dnsmasq *c, struct words *w, const struct tags *t)
{
	const struct entry *e;

	if ((e = entries_choose(&c->options, 3, t)) != NULL && e->n - e->at > 1)
		words_router(c->im, e->from, w, e->piece[e->at + 1]);
	if ((e = entries_choose(&c->options, 6, t)) != NULL)
		for (size_t i = e->at + 1; i < e->n; i++)
			words_dns(c->im, e->from, w, e->piece[i]);
}

/* Options that say what dhcp-boot says. */
static void
boot_options(struct dnsmasq *c, struct words *w, const struct tags *t)
{
	const struct entry *e;
	const char *value;

	if ((e = entries_choose(&c->options, 67, t)) != NULL && e->n - e->at > 1)
		words_file(c->im, e->from, w,
		    words_arch(e->piece[e->at + 1]), e->piece[e->at + 1]);
	if ((e = entries_choose(&c->options, 150, t)) != NULL && e->n - e->at > 1)
		words_server(c->im, e->from, w, e->piece[e->at + 1]);
	if ((e = entries_choose(&c->options, 66, t)) == NULL || e->n - e->at < 2)
		return;
	value = e->piece[e->at + 1];
	if (strspn(value, "0123456789.") == strlen(value))
		words_server(c->im, e->from, w, value);
	else
		words_servername(c->im, e->from, w, value);
}

void
dnsmasq_words(struct dnsmasq *c, struct words *w, const struct tags *t)
{
	words_inherit(w, &c->services);
	boot_files(c, w, t);
	boot_options(c, w, t);
	dnsmasq_lending(c, w, t);
}
