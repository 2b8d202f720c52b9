/*
 * The merged record in slow motion: which of its four parts each word is of.
 */
#include <stdio.h>

#include "config/config.h"
#include "map/arch.h"
#include "map/bootword.h"
#include "map/kernel.h"
#include "map/kernelarch.h"
#include "map/loader.h"
#include "map/vendorclass.h"
#include "mkbootroot/explain/explainanswers.h"
#include "mkbootroot/explain/explainword.h"
#include "mkbootroot/text/maptext.h"

/* Which of the records a text lies in. */
static const char *
origin(const struct client *c, const void *text)
{
	const struct {
		const struct record *r;
		const char *name;
	} all[] = {
		{ &c->own, "the client's record" },
		{ &c->image_record, "the image" },
		{ &c->net_record, "the net" },
		{ &c->default_record, "default" },
		{ &c->loaders_record, "the image loaders" }
	};
	const unsigned char *t = text;
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].r->bytes != NULL && t >= all[i].r->bytes &&
		    t < all[i].r->bytes + all[i].r->n)
			return all[i].name;
	return "the map";
}

static void
print_text(const struct client *c, const char *word, const char *text,
    const char *note)
{
	if (text != NULL)
		printf("  %s=%s: from %s%s\n", word, text, origin(c, text),
		    note);
}

/* What is looked for among the words that the lookup tells of. */
struct wanted {
	const struct client *c;
	enum map_field tag;
	enum client_level level[CLIENT_LEVELS];	/* that args= is joined of */
	size_t levels;
	int medium;		/* arguments of its medium come first */
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
print_value(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	const struct wanted *w = of;
	char text[FIELD_TEXT_SIZE];

	(void)use;
	(void)level;
	if (f->tag == w->tag)
		printf("  %s: from %s\n", field_text(f, text, sizeof(text)),
		    origin(w->c, f->text));
}

/* The record that gives an address or a number; of dns= each. */
static void
print_values(const struct map *m, const struct who *who,
    const struct client *c, enum map_field tag)
{
	struct wanted w = { .c = c, .tag = tag };

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
print_ipxe(const struct client *c)
{
	struct client_each each = { 0 };
	char text[FIELD_TEXT_SIZE];
	struct field f;

	while (client_next(c, &each, FIELD_IPXE_ARCH, &f))
		if (is_taken(c, &f))
			printf("  %s: from %s\n", field_text(&f, text,
			    sizeof(text)), origin(c, f.text));
	each = (struct client_each){ 0 };
	if (client_next(c, &each, FIELD_IPXE, &f))
		printf("  %s: from %s\n", field_text(&f, text,
		    sizeof(text)), origin(c, f.text));
}

/* The level of a word that is not a text of the record alone. */
static const char *
level_name(const struct client *c, enum client_level level)
{
	return level == CLIENT_OF_IMAGE ? "the image" :
	    level == CLIENT_OF_DEFAULT || c->rule == RULE_DEFAULT ?
	    "default" : "the client's record";
}

static void
print_action(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	const struct wanted *w = of;
	char text[FIELD_TEXT_SIZE];

	(void)use;
	if (f->tag == FIELD_BOOT || f->tag == FIELD_LOCAL ||
	    f->tag == FIELD_IGNORE)
		printf("  %s: from %s\n", field_text(f, text, sizeof(text)),
		    level_name(w->c, level));
}

/* kernel.ARCH= and initrd.ARCH= of the most particular records that have them. */
static void
print_of_arch(const struct client *c, enum map_field tag)
{
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
		    !(f.found && bootword_is_none(f.text)))
			printf("  %s: from %s%s\n", field_text(&f, text,
			    sizeof(text)), origin(c, f.text), f.found ?
			    ", found by itself" : "");
	}
}

/* Where a kernel's machine is known, there may be none for another. */
static void
print_machines(const struct client *c)
{
	struct client as;
	char word[16];
	unsigned lacks = 0;

	if (c->kernel == NULL || !kernel_is_by_arch(c))
		return;
	print_of_arch(c, FIELD_KERNEL_ARCH);
	print_of_arch(c, FIELD_INITRD_ARCH);
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
		    "speaks to it\n", f->text, loader_exchanges(w->c, 0) ||
		    loader_exchanges(w->c, 1) ?
		    " but by the image loaders' GRUB" : "");
}

static void
note_args(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	struct wanted *w = of;

	if (f->tag != FIELD_ARGS)
		return;
	if (f->found) {
		w->medium = use == CLIENT_TAKES;
		return;
	}
	if (use == CLIENT_TAKES_ALONE)
		w->levels = 0;
	w->level[w->levels++] = level;
}

/* args= may be joined out of two records. */
static void
print_args(const struct map *m, const struct who *who, const struct client *c)
{
	struct wanted w = { .c = c };

	if (c->args[0] == '\0')
		return;
	look_up(m, who, &w, note_args);
	printf("  args=%s: from %s", c->args, w.medium ? "its medium" : "");
	for (size_t i = 0; i < w.levels; i++)
		printf("%s%s", i == 0 && !w.medium ? "" : ", then ",
		    level_name(c, w.level[i]));
	/* What an installer is told besides, and nothing else. */
	printf("%s\n", w.levels > 0 || w.medium ? "" : c->preseed != NULL ||
	    c->answers_n > 0 ? "its answers" : "default");
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

	(void)level;
	(void)use;
	if (f->tag == FIELD_ANSWERS) {
		print_text(w->c, "answers", f->text, w->c->answers_n == 0 &&
		    w->c->preseed == NULL ? ", which says: none" :
		    w->c->kernel == NULL ? ", but there is no kernel to tell" :
		    "");
		explain_answers(w->c, f->text);
	}
	if (f->tag == FIELD_PRESEED)
		print_text(w->c, "preseed", f->text, w->c->preseed == NULL ?
		    ", which says: none" : w->c->kernel == NULL ?
		    ", but there is no kernel to tell" : "");
}

/* class= of the first record that has any, with what is for each. */
static void
print_classes(const struct client *c)
{
	char text[FIELD_TEXT_SIZE];
	struct vendorclass v;
	struct field f;
	size_t at = 0;

	while (vendorclass_next(c, &at, &v)) {
		f = (struct field){ .tag = FIELD_CLASS, .text = v.class };
		printf("  %s", field_text(&f, text, sizeof(text)));
		f = (struct field){ .tag = FIELD_CLASS_FILE, .text = v.file };
		if (v.file != NULL)
			printf(" %s", field_text(&f, text, sizeof(text)));
		printf(": from %s\n", origin(c, v.class));
	}
}

/* quirk= of all records, which are united. */
static void
print_quirks(const struct client *c)
{
	struct client_each each = { 0 };
	struct field f;

	while (client_next(c, &each, FIELD_QUIRK, &f))
		print_text(c, "quirk", f.text, "");
}

/* Each as the lookup tells of it, in the order of clients(5). */
void
explain_words(const struct map *m, const struct who *who,
    const struct client *c)
{
	struct wanted w = { .c = c };
	size_t i;

	printf("words\n");
	look_up(m, who, &w, print_action);
	if (c->action == CLIENT_NONE)
		printf("  neither boot= nor local nor ignore: it is not "
		    "answered\n");
	print_values(m, who, c, FIELD_ONCE);
	print_text(c, "kernel", c->kernel, c->kernel_found ?
	    ", found by itself" : "");
	for (i = 0; i < c->initrds; i++)
		print_text(c, "initrd", c->initrd[i], "");
	print_machines(c);
	if (c->kernel == NULL)
		look_up(m, who, &w, print_left_kernel);
	print_args(m, who, c);
	print_filled(c);
	look_up(m, who, &w, print_preseed);
	print_ipxe(c);
	print_values(m, who, c, FIELD_IP);
	print_values(m, who, c, FIELD_SERVER);
	print_text(c, "servername", c->servername, "");
	print_values(m, who, c, FIELD_HTTP);
	print_values(m, who, c, FIELD_ROUTER);
	print_values(m, who, c, FIELD_DNS);
	print_values(m, who, c, FIELD_LEASE);
	print_classes(c);
	print_quirks(c);
}
