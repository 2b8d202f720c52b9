/*
 * The merged record in slow motion: which of its parts each word is of.
 */
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "map/arch.h"
#include "map/bootword.h"
#include "map/kernel.h"
#include "map/kernelarch.h"
#include "map/level.h"
#include "map/loader.h"
#include "map/vendorclass.h"
#include "mkbootroot/explain/explainanswers.h"
#include "mkbootroot/explain/explainword.h"
#include "mkbootroot/text/maptext.h"

/* The words of one client, and the text that they may stand in. */
struct words {
	const struct client *c;
	const struct explainline *lines;
};

static const char *
level_name(const struct client *c, enum client_level level)
{
	switch (level) {
	case CLIENT_OF_GROUP:
		return "the group";
	case CLIENT_OF_IMAGE:
		return "the image";
	case CLIENT_OF_NET:
		return "the net";
	case CLIENT_OF_DEFAULT:
		return "default";
	default:
		return c->rule == RULE_DEFAULT ? "default" :
		    c->rule == RULE_NET ? "the net" : "the client's record";
	}
}

static int
lies_in(const struct record *r, const void *text)
{
	const unsigned char *t = text;

	return r->bytes != NULL && t >= r->bytes && t < r->bytes + r->n;
}

static void
print_line(const struct words *w, unsigned line)
{
	char where[ORIGIN_SIZE];

	if (line > 0)
		printf(", %s", explainline_place(w->lines, line, where));
}

/* Which of the records a text lies in, and in which line. */
static void
print_origin(const struct words *w, const char *text)
{
	const struct record *r[CLIENT_LEVELS];

	level_records(w->c, r);
	for (int i = 0; i < CLIENT_LEVELS; i++)
		if (lies_in(r[i], text)) {
			printf("%s", level_name(w->c, (enum client_level)i));
			print_line(w, explainline_of_text(w->lines, r[i],
			    text));
			return;
		}
	if (!lies_in(&w->c->loaders_record, text)) {
		printf("the map");
		return;
	}
	printf("the image loaders");
	print_line(w, explainline_of_text(w->lines, &w->c->loaders_record,
	    text));
}

static void
print_text(const struct words *w, const char *word, const char *text,
    const char *note)
{
	if (text == NULL)
		return;
	printf("  %s=%s: from ", word, text);
	print_origin(w, text);
	printf("%s\n", note);
}

/* What is looked for among the words that the lookup tells of. */
struct wanted {
	struct words words;
	enum map_field tag;
	const char *part[CLIENT_LEVELS];	/* that args= is joined of */
	size_t parts;
	const char *medium;	/* the arguments of its medium, before these */
};

static void
look_up(const struct map *m, const struct who *who, struct wanted *w,
    void (*word)(void *, enum client_level, enum client_use,
    const struct field *))
{
	const struct client_trace trace = { .word = word, .of = w };
	struct client again;

	/* It was found before. */
	(void)client_tell(m, who, &again, &trace);
}

static void
print_field(const struct words *w, const struct field *f,
    char text[FIELD_TEXT_SIZE])
{
	printf("  %s: from ", field_text(f, text, FIELD_TEXT_SIZE));
	print_origin(w, f->text);
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
		print_field(&w->words, f, text);
}

/* The record that gives an address or a number; of dns= each. */
static void
print_values(const struct map *m, const struct who *who,
    const struct words *words, enum map_field tag)
{
	struct wanted w = { .words = *words, .tag = tag };

	look_up(m, who, &w, print_value);
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
print_ipxe(const struct words *w)
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
	const struct wanted *w = of;
	const struct record *r[CLIENT_LEVELS];
	char text[FIELD_TEXT_SIZE];

	(void)use;
	if (f->tag != FIELD_BOOT && f->tag != FIELD_LOCAL &&
	    f->tag != FIELD_IGNORE)
		return;
	/* Some have no text that would lie in a record. */
	level_records(w->words.c, r);
	printf("  %s: from %s", field_text(f, text, sizeof(text)),
	    level_name(w->words.c, level));
	print_line(&w->words, explainline_of(w->words.lines, r[level]));
	putchar('\n');
}

/* kernel.ARCH= and initrd.ARCH= of the most particular records that have them. */
static void
print_of_arch(const struct words *words, enum map_field tag)
{
	const struct client *c = words->c;
	struct client_each each = { 0 };
	unsigned seen = 0, now = 0;
	size_t level = 0;
	char text[FIELD_TEXT_SIZE];
	struct field f;

	while (client_next(c, &each, tag, &f)) {
		if (each.level != level)
			seen |= now;
		level = each.level;
		now |= kernelarch_bit(f.arch);
		if (!(seen & kernelarch_bit(f.arch)) &&
		    !(f.found && bootword_is_none(f.text))) {
			printf("  %s: from ", field_text(&f, text,
			    sizeof(text)));
			print_origin(words, f.text);
			printf("%s\n", f.found ? ", found by itself" : "");
		}
	}
}

/* Where a kernel's machine is known, there may be none for another. */
static void
print_machines(const struct words *words)
{
	const struct client *c = words->c;
	struct client as;
	char word[16];
	unsigned lacks = 0;

	if (c->kernel == NULL || !kernel_is_by_arch(c))
		return;
	print_of_arch(words, FIELD_KERNEL_ARCH);
	print_of_arch(words, FIELD_INITRD_ARCH);
	for (size_t i = 0; i < KERNEL_ARCHS; i++) {
		as = *c;
		kernel_for_arch(&as, kernel_archs[i]);
		if (as.kernel == NULL)
			printf("%s %s", lacks++ == 0 ?
			    "  there is no kernel for" : ",",
			    arch_word(kernel_archs[i], word, sizeof(word)));
	}
	if (lacks > 0)
		putchar('\n');
}

static void
print_left_kernel(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	const struct wanted *w = of;

	(void)level;
	if (use == CLIENT_LEAVES)
		printf("  kernel=%s: not used%s, because the image has boot\n"
		    "    configuration of its own and no args= or initrd= "
		    "speaks to it\n", f->text, loader_exchanges(w->words.c, 0) ||
		    loader_exchanges(w->words.c, 1) ?
		    " but by the image loaders' GRUB" : "");
}

static void
note_args(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	struct wanted *w = of;

	(void)level;
	if (f->tag != FIELD_ARGS)
		return;
	if (f->found) {
		w->medium = use == CLIENT_TAKES ? f->text : NULL;
		return;
	}
	if (use == CLIENT_TAKES_ALONE)
		w->parts = 0;
	w->part[w->parts++] = f->text;
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
begins_with_answers(const struct wanted *w, const char *args)
{
	const size_t n = strcspn(args, " ");

	for (size_t i = 0; i < w->parts; i++)
		if (has_word(w->part[i], args, n))
			return 0;
	return w->medium == NULL || !has_word(w->medium, args, n);
}

/* args= may be joined out of several records. */
static void
print_args(const struct map *m, const struct who *who,
    const struct words *words)
{
	struct wanted w = { .words = *words };
	const struct client *c = words->c;
	const char *then = "";

	if (c->args[0] == '\0')
		return;
	look_up(m, who, &w, note_args);
	printf("  args=%s: from ", c->args);
	if ((c->preseed != NULL || c->answers_n > 0) &&
	    begins_with_answers(&w, c->args)) {
		printf("its answers");
		then = ", then ";
	}
	if (w.medium != NULL) {
		printf("%sits medium", then);
		then = ", then ";
	}
	for (size_t i = 0; i < w.parts; i++) {
		printf("%s", then);
		print_origin(words, w.part[i]);
		then = ", then ";
	}
	printf("%s\n", then[0] == '\0' ? "default" : "");
}

/* What the kernel gets by TFTP: args= with their variables filled, and BOOTIF=. */
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

static void
print_preseed(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	const struct wanted *w = of;
	const struct client *c = w->words.c;

	(void)level;
	(void)use;
	if (f->tag == FIELD_ANSWERS) {
		print_text(&w->words, "answers", f->text,
		    c->answers_n == 0 && c->preseed == NULL ?
		    ", which says: none" : c->kernel == NULL ?
		    ", but there is no kernel to tell" : "");
		explain_answers(c, f->text);
	}
	if (f->tag == FIELD_PRESEED)
		print_text(&w->words, "preseed", f->text,
		    c->preseed == NULL ? ", which says: none" :
		    c->kernel == NULL ?
		    ", but there is no kernel to tell" : "");
}

/* class= of the first record that has any, with what is for each. */
static void
print_classes(const struct words *w)
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
		print_origin(w, v.class);
		putchar('\n');
	}
}

/* quirk= of all records, which are united. */
static void
print_quirks(const struct words *w)
{
	struct client_each each = { 0 };
	struct field f;

	while (client_next(w->c, &each, FIELD_QUIRK, &f))
		print_text(w, "quirk", f.text, "");
}

/* Each as the lookup tells of it, in the order of clients(5). */
void
explain_words(const struct map *m, const struct who *who,
    const struct client *c, const struct explainline *lines)
{
	const struct words words = { c, lines };
	struct wanted w = { .words = words };
	size_t i;

	printf("words\n");
	look_up(m, who, &w, print_action);
	if (c->action == CLIENT_NONE)
		printf("  neither boot= nor local nor ignore: it is not "
		    "answered\n");
	print_values(m, who, &words, FIELD_ONCE);
	print_text(&words, "kernel", c->kernel, c->kernel_found ?
	    ", found by itself" : "");
	for (i = 0; i < c->initrds; i++)
		print_text(&words, "initrd", c->initrd[i], "");
	print_machines(&words);
	if (c->kernel == NULL)
		look_up(m, who, &w, print_left_kernel);
	print_args(m, who, &words);
	print_filled(c);
	look_up(m, who, &w, print_preseed);
	print_ipxe(&words);
	print_values(m, who, &words, FIELD_IP);
	print_values(m, who, &words, FIELD_SERVER);
	print_text(&words, "servername", c->servername, "");
	print_values(m, who, &words, FIELD_HTTP);
	print_values(m, who, &words, FIELD_ROUTER);
	print_values(m, who, &words, FIELD_DNS);
	print_values(m, who, &words, FIELD_LEASE);
	print_classes(&words);
	print_quirks(&words);
}
