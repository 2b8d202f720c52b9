/*
 * Lines of answers: default is what strangers are told, a net its server and what
 * its hosts are lent, a host what is its own.
 */
#include <stdlib.h>

#include "mkbootroot/foreign/again.h"
#include "mkbootroot/foreign/composing.h"

static void
compose_hosts(struct compose *c)
{
	const struct foreign_host *own;
	struct again again;

	if (again_read(&again, c->f->host, c->f->hosts) == -1)
		c->im->no_memory = 1;
	for (size_t i = 0; i < c->f->hosts && !c->im->no_memory &&
	    !imported_is_too_much(c->im); i++) {
		own = again_with_address(&again, &c->f->host[i]);
		if (own == NULL)
			compose_host(c, &c->f->host[i]);
		else
			compose_again(c, &c->f->host[i], own);
	}
	again_free(&again);
}

static void
name_untold(struct compose *c)
{
	for (size_t i = 0; i < c->lines; i++)
		if (!c->told[i])
			imported_refuse(c->im, c->line[i], NULL,
			    "no kind of firmware is told this boot file");
}

void
foreign_compose(const struct foreign *f, const unsigned *lines,
    size_t lines_n)
{
	struct compose c = { .f = f, .im = f->im, .lines = lines_n };

	c.net = calloc(f->nets + 1, sizeof(*c.net));
	c.there = calloc(f->nets + 1, sizeof(*c.there));
	c.line = calloc(lines_n + 1, sizeof(*c.line));
	c.told = calloc(lines_n + 1, 1);
	if (c.net == NULL || c.there == NULL || c.line == NULL || c.told == NULL) {
		f->im->no_memory = 1;
	} else {
		compose_lines(&c, lines);
		compose_nets(&c);
		compose_hosts(&c);
		name_untold(&c);
	}
	free(c.net);
	free(c.there);
	free(c.line);
	free(c.told);
}
