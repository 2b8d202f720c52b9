/*
 * One question to the other server, and what its answer says only there.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/agree.h"
#include "mkbootroot/foreign/answers.h"
#include "mkbootroot/foreign/composing.h"
#include "mkbootroot/text/mapvalue.h"

/* What it takes to ask for a client, whatever the format looks at for that. */
#define WORK_ASKED 2000

static int
by_number(const void *a, const void *b)
{
	const unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

void
compose_lines(struct compose *c, const unsigned *lines)
{
	if (c->lines > 0)
		memcpy(c->line, lines, c->lines * sizeof(*lines));
	qsort(c->line, c->lines, sizeof(*c->line), by_number);
}

static void
note_line(struct compose *c, unsigned from)
{
	const unsigned *found = c->lines == 0 ? NULL : bsearch(&from, c->line,
	    c->lines, sizeof(*c->line), by_number);

	if (found != NULL)
		c->told[found - c->line] = 1;
}

void
compose_ask(struct compose *c, const struct foreign_host *host,
    const struct foreign_net *net, struct words *w)
{
	struct answers all;

	if (imported_is_too_much(c->im)) {
		memset(w, 0, sizeof(*w));
		return;
	}
	c->im->work += WORK_ASKED;
	answers_ask(c->f, host, net, &all);
	for (size_t i = 0; i < KINDS; i++) {
		const struct told *t = &all.told[i];

		if (t->is_silent)
			continue;
		/* A path is nothing to firmware that boots by HTTP. */
		if (t->file != NULL && (kinds[i].as != AS_HTTP ||
		    value_is_url(t->file)))
			note_line(c, t->file_from);
		note_line(c, t->server_from);
		note_line(c, t->servername_from);
	}
	answers_words(c->im, &all, w);
	w->ignore = answers_silent(&all, &w->silent_from);
	w->disk_from = answers_disk(&all);
}

/* Names what of a list is not told on all nets. */
static void
name_some(struct compose *c, const struct imported_file *list, size_t n,
    const struct imported_file *all, size_t all_n)
{
	for (size_t i = 0; i < n; i++)
		if (!agree_text(list[i].path, words_find(all, all_n,
		    list[i].arch)))
			imported_refuse(c->im, list[i].from, list[i].path,
			    "is told on some nets only: import-hosts writes "
			    "what boots by client, not by net");
}

void
compose_name(struct compose *c, const struct words *there,
    const struct words *all)
{
	name_some(c, there->file, there->files, all->file, all->files);
	name_some(c, there->ipxe_of, there->ipxes_of, all->ipxe_of,
	    all->ipxes_of);
	if (there->disk_from != 0 && all->disk_from == 0)
		imported_refuse(c->im, there->disk_from, NULL, "local boot is "
		    "told on some nets only: import-hosts writes what boots by "
		    "client, not by net");
}
