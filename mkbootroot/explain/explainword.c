/*
 * The merged record in slow motion: which of its parts each word is of.
 */
#include <arpa/inet.h>
#include <stdio.h>

#include "map/bootword.h"
#include "map/vendorclass.h"
#include "mkbootroot/explain/explainanswers.h"
#include "mkbootroot/explain/explainargs.h"
#include "mkbootroot/explain/explainkernel.h"
#include "mkbootroot/explain/explainorigin.h"
#include "mkbootroot/explain/explainword.h"
#include "mkbootroot/text/maptext.h"

/* The words with one tag, among those that the lookup tells of. */
struct wanted {
	const struct explainwords *words;
	enum map_field tag;
};

static void
print_field(const struct explainwords *w, const struct field *f,
    char text[FIELD_TEXT_SIZE])
{
	printf("  %s: from ", field_text(f, text, FIELD_TEXT_SIZE));
	explain_origin(w, f->text);
	putchar('\n');
}

static void
print_value(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	const struct wanted *w = of;
	char text[FIELD_TEXT_SIZE];

	(void)use;
	(void)level;
	if (f->tag == w->tag)
		print_field(w->words, f, text);
}

/* The record that gives an address or a number; of dns= each. */
static void
print_values(const struct explainwords *words, enum map_field tag)
{
	struct wanted w = { words, tag };

	explain_each(words, print_value, &w);
}

/* Whether iPXE takes it under its arch: behind a record with ipxe= no other
 * counts. */
static int
is_taken(const struct client *c, const struct field *f)
{
	int is_of_arch;

	return bootword_ipxe(c, f->arch, &is_of_arch) == f->text;
}

static void
print_ipxe(const struct explainwords *w)
{
	struct client_each each = { 0 };
	char text[FIELD_TEXT_SIZE];
	struct field f;

	while (client_next(w->c, &each, FIELD_IPXE_ARCH, &f))
		if (is_taken(w->c, &f))
			print_field(w, &f, text);
	each = (struct client_each){ 0 };
	if (client_next(w->c, &each, FIELD_IPXE, &f))
		print_field(w, &f, text);
}

static void
print_action(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	const struct explainwords *w = of;
	char text[FIELD_TEXT_SIZE];

	(void)use;
	if (f->tag != FIELD_BOOT && f->tag != FIELD_LOCAL &&
	    f->tag != FIELD_IGNORE)
		return;
	/* Some have no text that would lie in a record. */
	printf("  %s: from ", field_text(f, text, sizeof(text)));
	explain_level(w, level);
	putchar('\n');
}

static void
print_preseed(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	const struct explainwords *w = of;
	const struct client *c = w->c;
	struct field mboot;

	(void)level;
	(void)use;
	if (f->tag == FIELD_ANSWERS) {
		explain_text(w, "answers", f->text,
		    c->answers_n == 0 && c->preseed == NULL ?
		    ", which says: none" : c->kernel == NULL &&
		    !record_field(&c->image_record, FIELD_MBOOT, &mboot) ?
		    ", but there is no kernel to tell" : "");
		explain_answers(c, f->text);
	}
	if (f->tag == FIELD_PRESEED)
		explain_text(w, "preseed", f->text,
		    c->preseed == NULL ? ", which says: none" :
		    c->kernel == NULL ?
		    ", but there is no kernel to tell" : "");
}

/* class= of the first record that has any, with what is for each. */
static void
print_classes(const struct explainwords *w)
{
	char text[FIELD_TEXT_SIZE];
	struct vendorclass v;
	struct field f;
	size_t at = 0;

	while (vendorclass_next(w->c, &at, &v)) {
		f = (struct field){ .tag = FIELD_CLASS, .text = v.class };
		printf("  %s", field_text(&f, text, sizeof(text)));
		f = (struct field){ .tag = FIELD_CLASS_FILE, .text = v.file };
		if (v.file != NULL)
			printf(" %s", field_text(&f, text, sizeof(text)));
		printf(": from ");
		explain_origin(w, v.class);
		putchar('\n');
	}
}

/* quirk= of all records, which are united. */
static void
print_quirks(const struct explainwords *w)
{
	struct client_each each = { 0 };
	struct field f;

	while (client_next(w->c, &each, FIELD_QUIRK, &f))
		explain_text(w, "quirk", f.text, "");
}

/* In which order its servers answer, of which one is named by server= alone. */
static void
print_order(const struct client *c)
{
	char address[INET_ADDRSTRLEN];

	for (size_t rank = 0; rank < c->servers_n; rank++) {
		printf(rank == 0 ? "    they answer: %s at once" :
		    ", %s after %zu ms", inet_ntop(AF_INET, &c->servers[rank],
		    address, sizeof(address)), rank * c->rank_delay_ms);
	}
	if (c->servers_n > 0)
		putchar('\n');
}

/* Each as the lookup tells of it, in the order of clients(5). */
void
explain_words(const struct map *m, const struct who *who,
    const struct client *c, const struct explainline *lines)
{
	struct explainwords words = { m, who, c, lines };

	printf("words\n");
	explain_each(&words, print_action, &words);
	if (c->action == CLIENT_NONE)
		printf("  neither boot= nor local nor ignore: it is not "
		    "answered\n");
	print_values(&words, FIELD_ONCE);
	explain_kernel(&words);
	explain_args(&words);
	explain_each(&words, print_preseed, &words);
	print_ipxe(&words);
	print_values(&words, FIELD_IP);
	print_values(&words, FIELD_SERVER);
	print_values(&words, FIELD_RANK_DELAY);
	print_order(c);
	explain_text(&words, "servername", c->servername, "");
	print_values(&words, FIELD_HTTP);
	print_values(&words, FIELD_ROUTER);
	print_values(&words, FIELD_DNS);
	print_values(&words, FIELD_LEASE);
	print_classes(&words);
	print_quirks(&words);
}
