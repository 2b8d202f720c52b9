/*
 * args= may be joined out of several records. In front stands what answers add, then
 * what the medium needs.
 */
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "mkbootroot/explain/explainargs.h"

/* The parts, in the order in which they are joined. */
struct parts {
	const char *medium;	/* or NULL */
	const char *part[CLIENT_LEVELS];
	size_t n;
};

static void
note_args(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	struct parts *p = of;

	(void)level;
	if (f->tag != FIELD_ARGS)
		return;
	if (f->found) {
		p->medium = use == CLIENT_TAKES ? f->text : NULL;
		return;
	}
	if (use == CLIENT_TAKES_ALONE)
		p->n = 0;
	p->part[p->n++] = f->text;
}

static int
has_word(const char *text, const char *word, size_t n)
{
	while (*(text += strspn(text, " !")) != '\0') {
		if (strncmp(text, word, n) == 0 &&
		    (text[n] == ' ' || text[n] == '\0'))
			return 1;
		text += strcspn(text, " ");
	}
	return 0;
}

/* What answers add stands in front, and only where nothing else says it. */
static int
begins_with_answers(const struct parts *p, const char *args)
{
	const size_t n = strcspn(args, " ");

	for (size_t i = 0; i < p->n; i++)
		if (has_word(p->part[i], args, n))
			return 0;
	return p->medium == NULL || !has_word(p->medium, args, n);
}

static void
print_args(const struct explainwords *w)
{
	const struct client *c = w->c;
	struct parts p = { 0 };
	const char *then = "";

	if (c->args[0] == '\0')
		return;
	explain_each(w, note_args, &p);
	printf("  args=%s: from ", c->args);
	if ((c->preseed != NULL || c->answers_n > 0) &&
	    begins_with_answers(&p, c->args)) {
		printf("its answers");
		then = ", then ";
	}
	if (p.medium != NULL) {
		printf("%sits medium", then);
		then = ", then ";
	}
	for (size_t i = 0; i < p.n; i++) {
		printf("%s", then);
		explain_origin(w, p.part[i]);
		then = ", then ";
	}
	printf("%s\n", then[0] == '\0' ? "default" : "");
}

/* With variables filled, and BOOTIF=. */
static void
print_filled(const struct client *c)
{
	const struct config_way way = {.server = "SERVER"};
	char filled[CONFIG_ARGS_SIZE];
	const char *why;

	if (c->kernel == NULL)
		return;
	if (config_args(c, &way, filled, &why) == -1)
		printf("    not sent: %s\n", why);
	else if (filled[0] != '\0')
		printf("    the kernel gets: %s%s\n", filled,
		    config_bootif(c) == BOOTIF_OF_LOADER ?
		    ", and BOOTIF= of its loader's card" : "");
}

void
explain_args(const struct explainwords *w)
{
	print_args(w);
	print_filled(w->c);
}
