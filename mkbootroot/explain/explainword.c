/*
 * The merged record in slow motion: which of its four parts each word is of.
 */
#include <stdio.h>

#include "map/bootword.h"
#include "map/loader.h"
#include "map/vendorclass.h"
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

/* The first record that gives an address or a number, as client_find(). */
static void
print_first(const struct client *c, enum map_field tag, int image)
{
	const struct record *const levels[] = { &c->own,
	    image ? &c->image_record : &c->net_record, &c->net_record,
	    &c->default_record };
	char text[FIELD_TEXT_SIZE];
	struct field f;
	size_t i, pos, any = 0;

	for (i = 0; i < 4 && any == 0; i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1; )
			if (f.tag == tag) {
				printf("  %s: from %s\n", field_text(&f, text,
				    sizeof(text)), origin(c, f.text));
				any = 1;
				if (tag != FIELD_DNS)
					break;
			}
}

/* What is for iPXE: behind a record with ipxe= no other counts. */
static void
print_ipxe(const struct client *c)
{
	const struct record *const levels[] = { &c->own, &c->image_record,
	    &c->default_record };
	char text[FIELD_TEXT_SIZE];
	int is_of_arch;
	struct field f;
	size_t i, pos;

	for (i = 0; i < 3; i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1; )
			if (f.tag == FIELD_IPXE_ARCH && bootword_ipxe(c,
			    f.arch, &is_of_arch) == f.text && (i != 2 ||
			    c->own.bytes != c->default_record.bytes))
				printf("  %s: from %s\n", field_text(&f, text,
				    sizeof(text)), origin(c, f.text));
	print_first(c, FIELD_IPXE, 1);
}

static void
print_action(const struct client *c)
{
	const char *from = c->action_from_default ||
	    c->rule == RULE_DEFAULT ? "default" : "the client's record";

	switch (c->action) {
	case CLIENT_BOOT:
		printf("  boot=%s: from %s\n", c->menu ? MAP_IMAGE_MENU :
		    c->image, from);
		break;
	case CLIENT_LOCAL:
		printf("  local: from %s\n", from);
		break;
	case CLIENT_IGNORE:
		printf("  ignore: from %s\n", from);
		break;
	default:
		printf("  neither boot= nor local nor ignore: it is not "
		    "answered\n");
	}
}

/* args= may be joined out of two records. */
static void
print_args(const struct client *c)
{
	struct field f;
	int image = record_field(&c->image_record, FIELD_ARGS, &f);
	int own = record_field(&c->own, FIELD_ARGS, &f);

	if (c->args[0] == '\0')
		return;
	printf("  args=%s: from %s\n", c->args,
	    image && own && f.text[0] != '!' ?
	    "the image, then the client's record" :
	    own && c->rule != RULE_DEFAULT ? "the client's record" :
	    image ? "the image" : "default");
}

static void
print_preseed(const struct client *c)
{
	struct field f;

	if (c->preseed != NULL)
		print_text(c, "preseed", c->preseed, c->kernel == NULL ?
		    ", but there is no kernel to tell" : "");
	else if (record_field(&c->own, FIELD_PRESEED, &f) ||
	    record_field(&c->image_record, FIELD_PRESEED, &f))
		print_text(c, "preseed", f.text, ", which says: none");
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
	const struct record *const levels[] = { &c->own, &c->image_record,
	    &c->default_record };
	struct field f;
	size_t i, pos;

	for (i = c->rule == RULE_DEFAULT ? 1 : 0; i < 3; i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1; )
			if (f.tag == FIELD_QUIRK)
				print_text(c, "quirk", f.text, "");
}

void
explain_words(const struct client *c)
{
	struct field f;
	size_t i;

	printf("words\n");
	print_action(c);
	print_text(c, "kernel", c->kernel, c->kernel_found ?
	    ", found by itself" : "");
	for (i = 0; i < c->initrds; i++)
		print_text(c, "initrd", c->initrd[i], "");
	if (c->kernel == NULL &&
	    record_field(&c->image_record, FIELD_KERNEL, &f) && f.found)
		printf("  kernel=%s: not used%s, because the image has boot\n"
		    "    configuration of its own and no args= or initrd= "
		    "speaks to it\n", f.text, loader_exchanges(c) ?
		    " but by the image loaders' GRUB" : "");
	print_args(c);
	print_preseed(c);
	print_ipxe(c);
	print_first(c, FIELD_IP, 0);
	print_first(c, FIELD_SERVER, 1);
	print_text(c, "servername", c->servername, "");
	print_first(c, FIELD_ROUTER, 1);
	print_first(c, FIELD_DNS, 1);
	print_first(c, FIELD_LEASE, 1);
	print_classes(c);
	print_quirks(c);
}
