/*
 * Which of the kernels that were found is meant: the best one of each arch, and
 * the one for who asks for no arch.
 */
#include <string.h>
#include <strings.h>

#include "map/arch.h"
#include "map/kernelarch.h"
#include "mkbootroot/image/imagesearch.h"

int
search_place(const char *folder)
{
	static const struct {
		const char *part;
		int place;
	} parts[] = {
		{ "live", 0 }, { "casper", 0 },
		{ "pxeboot", 1 }, { "netboot", 1 },
		{ "isolinux", 3 }, { "syslinux", 3 }, { "d-i", 3 },
		{ "install", 3 }, { "install.amd", 3 }, { "install.386", 3 },
		{ "install.a64", 3 },
		{ "gtk", 4 }, { "xen", 4 }, { "rescue", 4 }
	};
	int place = 2, any = 0;
	size_t i, n;

	for (; *folder != '\0'; folder += n + (folder[n] == '/')) {
		n = strcspn(folder, "/");
		for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			if (strlen(parts[i].part) == n && strncasecmp(folder,
			    parts[i].part, n) == 0) {
				place = any && place > parts[i].place ?
				    place : parts[i].place;
				any = 1;
			}
	}
	return place;
}

/* Whether a goes before b, which was found before. */
static int
is_better(const struct best_kernel *a, const struct best_kernel *b)
{
	if (b->have && a->unnamed != b->unnamed)
		return a->unnamed < b->unnamed;
	if (!b->have || a->lone != b->lone)
		return !b->have || a->lone < b->lone;
	if (a->unproven != b->unproven)
		return a->unproven < b->unproven;
	if (a->is_test != b->is_test)
		return a->is_test < b->is_test;
	if (a->strange != b->strange)
		return a->strange < b->strange;
	return a->place < b->place;
}

static void
keep(struct best_kernel *of, const struct best_kernel *b)
{
	if (is_better(b, of))
		*of = *b;
}

/*
 * How little a kernel is meant for an arch of x86. UEFI's loaders want a program of
 * UEFI; Linux that is one starts by BIOS as well, and goes first for both. Memtest86+
 * has two files: by its README the one that is such a program does not know the 16-bit
 * protocol, which BIOS's loaders use.
 */
static int
strangeness(const struct kernelmark *m, unsigned arch)
{
	const int has_64 = (m->archs & kernelarch_bit(ARCH_X64)) != 0;

	switch (arch) {
	case ARCH_BIOS:
		return !has_64 * 2 +
		    (m->kind == MARK_TEST ? m->is_pe : !m->is_pe);
	case ARCH_IA32:
		return has_64 * 2 + !m->is_pe;
	case ARCH_X64:
		return !m->is_pe;
	default:
		return 0;
	}
}

void
search_offer(struct search *s, const struct kernelmark *mark,
    struct best_kernel *b)
{
	int i;

	if (mark->archs == 0) {
		keep(&s->unproven, b);
		return;
	}
	for (i = 0; i < KERNEL_ARCHS; i++)
		if (mark->archs & 1u << i) {
			b->k.arch = kernel_archs[i];
			b->strange = strangeness(mark, kernel_archs[i]);
			keep(&s->kernel[i], b);
		}
}

/* The kernel that is meant where nobody asks for which machine. */
static const struct best_kernel *
main_kernel(const struct search *s)
{
	static const unsigned x86[] = { ARCH_X64, ARCH_BIOS, ARCH_IA32 };
	const struct best_kernel *best = &s->unproven, *k;
	size_t i;

	for (i = 0; i < sizeof(x86) / sizeof(x86[0]); i++) {
		k = &s->kernel[kernelarch_place(x86[i])];
		if (k->have && is_better(k, best))
			best = k;
	}
	if (best->have && !best->unproven)
		return best;
	for (i = 0; i < KERNEL_ARCHS; i++)
		if (s->kernel[i].have && is_better(&s->kernel[i], best))
			best = &s->kernel[i];
	return best;
}

void
search_choose_kernels(struct search *s)
{
	const struct best_kernel *best = main_kernel(s);
	struct image *im = s->im;
	struct image_kernel *k;
	size_t i;

	if (!best->have)
		return;
	strcpy(im->kernel, best->k.path);
	strcpy(im->initrd, best->k.initrd);
	im->kernel_known = !best->unproven;
	im->is_test = best->is_test;
	if (medium_is_by_kernel(&im->medium) &&
	    !medium_kernel_args(&im->medium, im->kernel, im->medium.args,
	    sizeof(im->medium.args))) {
		im->medium.args[0] = '\0';
		im->medium.lacks_file = 1;
	}
	if (best->lone && !best->is_test && s->lone_initrds == 1)
		strcpy(im->initrd, s->lone_initrd);
	for (i = 0; i < KERNEL_ARCHS; i++) {
		if (!s->kernel[i].have)
			continue;
		k = &im->by_arch[im->kernels++];
		*k = s->kernel[i].k;
		if (strcmp(k->path, im->kernel) == 0)
			strcpy(k->initrd, im->initrd);
	}
}
