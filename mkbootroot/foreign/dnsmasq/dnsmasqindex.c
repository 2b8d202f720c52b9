/*
 * What finds things of a file at once, whoever asks and however long it is: by tags,
 * by cards, by the numbers of options.
 */
#include <stdlib.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasq.h"

static void
number_tags(struct dnsmasq *c)
{
	struct entry *e;
	size_t i;

	for (i = 0; i < c->interfaces.n; i++)
		if (tagnames_add(&c->tagnames, c->interfaces.item[i], 0) == -1)
			c->im->no_memory = 1;
	tagnames_sort(&c->tagnames);
	c->known = tagnames_number(&c->tagnames, "known");
	c->known_othernet = tagnames_number(&c->tagnames, "known-othernet");
	c->interface_tags = calloc(c->interfaces.n + 1,
	    sizeof(*c->interface_tags));
	if (c->interface_tags == NULL) {
		c->im->no_memory = 1;
		return;
	}
	for (i = 0; i < c->interfaces.n; i++)
		c->interface_tags[i] = tagnames_number(&c->tagnames,
		    c->interfaces.item[i]);
	for (i = 0; i < c->entries.n && !c->im->no_memory; i++) {
		e = c->entries.item[i];
		/* Stars stand for any in tag-if only. */
		if (entry_number(e, &c->tagnames, e->key != NULL &&
		    dnsmasq_key(e->key, &(enum key_value){ 0 }) == KEY_TAG_IF)
		    == -1)
			c->im->no_memory = 1;
	}
}

/* is_bare: the list is of entries; else each begins with a pointer to its entry. */
static void
sieve(struct dnsmasq *c, struct sieved *s, int is_bare)
{
	struct entry **entry = calloc(s->list.n + 1, sizeof(*entry));

	for (size_t i = 0; entry != NULL && i < s->list.n; i++)
		entry[i] = is_bare ? s->list.item[i] :
		    *(struct entry **)s->list.item[i];
	if (entry == NULL || sieve_new(&s->sieve, entry, s->list.n,
	    c->tagnames.n) == -1)
		c->im->no_memory = 1;
	free(entry);
}

static void
sieve_options(struct dnsmasq *c)
{
	static const unsigned numbers[TOLD_N] = { [TOLD_ROUTER] = 3,
	    [TOLD_DNS] = 6, [TOLD_CLASS] = 60, [TOLD_NAME] = 66,
	    [TOLD_FILE] = 67, [TOLD_ADDRESS] = 150, [TOLD_SIADDR] = 255 };
	struct dnsmasq_option *o;

	for (size_t i = 0; i < c->options.n; i++) {
		o = c->options.item[i];
		for (size_t j = 0; j < TOLD_N && o->place == OF_DHCP; j++)
			if (o->number == numbers[j])
				list_add(c, &c->told[j].list, o);
	}
	for (size_t j = 0; j < TOLD_N; j++)
		sieve(c, &c->told[j], 0);
}

static void
sort_cards(struct dnsmasq *c)
{
	const struct dnsmasq_host *h;
	const struct dnsmasq_mac *mac;

	for (size_t i = 0; i < c->hosts.n; i++) {
		h = c->hosts.item[i];
		for (size_t j = 0; j < h->cards; j++)
			if (cards_add(&c->host_cards, &h->card[j], i) == -1)
				c->im->no_memory = 1;
	}
	for (size_t i = 0; i < c->macs.n; i++) {
		mac = c->macs.item[i];
		if (cards_add(&c->mac_cards, &mac->card, i) == -1)
			c->im->no_memory = 1;
	}
	cards_sort(&c->host_cards);
	cards_sort(&c->mac_cards);
}

static void
make_space(struct dnsmasq *c)
{
	struct workspace *space = calloc(1, sizeof(*space));

	if ((c->space = space) == NULL ||
	    tags_new(&space->own, c->tagnames.n) == -1 ||
	    tags_new(&space->all, c->tagnames.n) == -1 ||
	    tags_new(&space->before, c->tagnames.n) == -1)
		c->im->no_memory = 1;
}

void
dnsmasq_index(struct dnsmasq *c)
{
	number_tags(c);
	if (c->im->no_memory)
		return;
	sieve(c, &c->boots, 1);
	sieve(c, &c->ignores, 1);
	sieve(c, &c->rules, 1);
	sieve(c, &c->services, 0);
	sieve_options(c);
	sort_cards(c);
	make_space(c);
}

void
dnsmasq_unindex(struct dnsmasq *c)
{
	for (size_t i = 0; i < c->entries.n; i++)
		entry_unnumber(c->entries.item[i]);
	sieve_free(&c->boots.sieve);
	sieve_free(&c->ignores.sieve);
	sieve_free(&c->rules.sieve);
	sieve_free(&c->services.sieve);
	for (size_t i = 0; i < TOLD_N; i++) {
		sieve_free(&c->told[i].sieve);
		free(c->told[i].list.item);
	}
	cards_free(&c->host_cards);
	cards_free(&c->mac_cards);
	free(c->interface_tags);
	if (c->space == NULL)
		return;
	tags_free(&c->space->own);
	tags_free(&c->space->all);
	tags_free(&c->space->before);
	free(c->space);
}
