/*
 * Mistakes are kept until the end, because those of the grammar are found
 * before those that need the boot root.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/text/mistake.h"

static void keep(struct mistakes *m, unsigned line, int warning,
    const char *format, va_list ap) __attribute__((format(printf, 4, 0)));

/*
 * Whether the last one is already there: what several words of one line, or kinds of
 * machines, lead to is one mistake.
 */
static int
is_repeated(const struct mistakes *m)
{
	const struct mistake *last = &m->list[m->n], *e = last;

	while (e > m->list && (--e)->line == last->line)
		if (e->warning == last->warning &&
		    strcmp(e->text, last->text) == 0)
			return 1;
	return 0;
}

static void
keep(struct mistakes *m, unsigned line, int warning, const char *format,
    va_list ap)
{
	struct mistake *list;
	size_t size;

	if (m->n == m->size) {
		size = m->size == 0 ? 16 : 2 * m->size;
		list = reallocarray(m->list, size, sizeof(*list));
		if (list == NULL) {
			m->errors += !warning;
			m->no_memory = 1;
			return;
		}
		m->list = list;
		m->size = size;
	}
	if (vasprintf(&m->list[m->n].text, format, ap) == -1) {
		m->errors += !warning;
		m->no_memory = 1;
		return;
	}
	m->list[m->n].line = line;
	m->list[m->n].warning = warning;
	m->list[m->n].reason = 0;
	if (is_repeated(m)) {
		free(m->list[m->n].text);
		return;
	}
	m->errors += !warning;
	m->n++;
}

void
mistake_add(struct mistakes *m, unsigned line, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	keep(m, line, 0, format, ap);
	va_end(ap);
}

void
mistake_warn(struct mistakes *m, unsigned line, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	keep(m, line, 1, format, ap);
	va_end(ap);
}

/* Where two are of one line, the one that was found first goes first. */
struct place {
	unsigned line;
	size_t at;
};

static int
place_order(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

void
mistakes_print(struct mistakes *m, const char *file, int warnings, FILE *out)
{
	char where[ORIGIN_SIZE];
	struct place *p;
	size_t i, at;

	p = reallocarray(NULL, m->n == 0 ? 1 : m->n, sizeof(*p));
	for (i = 0; p != NULL && i < m->n; i++)
		p[i] = (struct place){ m->list[i].line, i };
	if (p != NULL)
		qsort(p, m->n, sizeof(*p), place_order);
	for (i = 0; i < m->n; i++) {
		at = p == NULL ? i : p[i].at;
		if (m->list[at].warning && !warnings)
			continue;
		fprintf(out, "%s: %s%s\n", origin_place(m->origins, file,
		    m->list[at].line, where), m->list[at].warning ? "warning: " : "",
		    m->list[at].text);
	}
	free(p);
	if (m->no_memory)
		fprintf(out, "%s: there are more mistakes than there is "
		    "memory for\n", file);
}

void
mistakes_free(struct mistakes *m)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		free(m->list[i].text);
	free(m->list);
	*m = (struct mistakes){ 0 };
}
