/*
 * Of kernel.ARCH= and initrd.ARCH= the most particular records that have them count.
 */
#include <stdio.h>

#include "map/arch.h"
#include "map/bootword.h"
#include "map/kernel.h"
#include "map/kernelarch.h"
#include "map/loader.h"
#include "mkbootroot/explain/explainkernel.h"
#include "mkbootroot/text/maptext.h"

static void
print_of_arch(const struct explainwords *w, enum map_field tag)
{
	struct client_each each = { 0 };
	unsigned seen = 0, now = 0;
	size_t level = 0;
	char text[FIELD_TEXT_SIZE];
	struct field f;

	while (client_next(w->c, &each, tag, &f)) {
		if (each.level != level)
			seen |= now;
		level = each.level;
		now |= kernelarch_bit(f.arch);
		if (!(seen & kernelarch_bit(f.arch)) &&
		    !(f.found && bootword_is_none(f.text))) {
			printf("  %s: from ", field_text(&f, text,
			    sizeof(text)));
			explain_origin(w, f.text);
			printf("%s\n", f.found ? ", found by itself" : "");
		}
	}
}

/* Where a kernel's machine is known, there may be none for another. */
static void
print_machines(const struct explainwords *w)
{
	const struct client *c = w->c;
	struct client as;
	char word[16];
	unsigned lacks = 0;

	if (c->kernel == NULL || !kernel_is_by_arch(c))
		return;
	print_of_arch(w, FIELD_KERNEL_ARCH);
	print_of_arch(w, FIELD_INITRD_ARCH);
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
	const struct explainwords *w = of;

	(void)level;
	if (use == CLIENT_LEAVES)
		printf("  kernel=%s: not used%s, because the image has boot\n"
		    "    configuration of its own and no args= or initrd= "
		    "speaks to it\n", f->text, loader_exchanges(w->c, 0) ||
		    loader_exchanges(w->c, 1) ?
		    " but by the image loaders' GRUB" : "");
}

void
explain_kernel(const struct explainwords *w)
{
	const struct client *c = w->c;
	struct explainwords of = *w;

	explain_text(w, "kernel", c->kernel, c->kernel_found ?
	    ", found by itself" : "");
	for (size_t i = 0; i < c->initrds; i++)
		explain_text(w, "initrd", c->initrd[i], "");
	print_machines(w);
	if (c->kernel == NULL)
		explain_each(w, print_left_kernel, &of);
}
