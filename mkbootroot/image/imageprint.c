/*
 * What an image can boot, for a person: after an import, and in a check.
 */
#include <err.h>
#include <string.h>

#include "map/arch.h"
#include "map/kernelarch.h"
#include "map/map.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/image/imageprintmedium.h"

static int
has_arch(const struct image *im, unsigned arch)
{
	size_t i;

	for (i = 0; i < im->files; i++)
		if (im->file[i].arch == arch)
			return 1;
	return 0;
}

/* Whether a firmware finds a loader: the image's, or one for all images. */
static int
is_loaded(const struct image *im, const struct image *loaders, unsigned arch)
{
	return has_arch(im, arch) ||
	    (loaders != NULL && has_arch(loaders, arch));
}

static void
print_loader(const char *as, const struct image_file *f, FILE *out)
{
	const char *about = f->chain.useless[0] == '\0' ? f->chain.about : "";
	const char *doubt = f->chain.doubt[0] != '\0' ? f->chain.doubt :
	    f->chain.shimless;

	fprintf(out, "  %-9s %s", as, f->path);
	if (f->note[0] != '\0' || about[0] != '\0')
		fprintf(out, " (%s%s%s)", f->note, f->note[0] != '\0' &&
		    about[0] != '\0' ? "; " : "", about);
	fputc('\n', out);
	/* What is said of itself by what was not read is not doubted. */
	if (about[0] != '\0' && doubt[0] != '\0')
		fprintf(out, "  %-9s Secure Boot refuses it: %s\n", "",
		    doubt);
}

/* Whether the image loaders has a GRUB that takes the word of a proxy. */
static int
has_newer_grub(const struct image *loaders, unsigned arch)
{
	size_t i;

	for (i = 0; loaders != NULL && i < loaders->files; i++)
		if (loaders->file[i].arch == arch &&
		    loaders->file[i].chain.asks == ASKS_PROXY)
			return 1;
	return 0;
}

/* What a GRUB wants that asks the DHCP server's host for its files. */
static void
print_wants(const struct image *im, const struct image *loaders, FILE *out)
{
	const struct image_file *f;
	char word[16];
	size_t i;

	for (i = 0; i < im->files; i++) {
		f = &im->file[i];
		if (f->chain.asks != ASKS_DHCP || f->chain.useless[0] != '\0')
			continue;
		fprintf(out, "  %-9s %s: its %s asks the DHCP server's host "
		    "for its files: ", "wants",
		    arch_word(f->arch, word, sizeof(word)),
		    f->chain.grub[0] == '\0' ? "GRUB" : f->chain.grub);
		if (im->kernel[0] != '\0' && has_newer_grub(loaders, f->arch))
			fputs("clients without ip= get the one of the image "
			    "loaders\n", out);
		else
			fputs("clients with ip=, or a newer GRUB in the image "
			    "loaders\n", out);
	}
}

/* Whether firmware of an arch finds no loader for a kernel that it could start. */
static int
wants_loader(const struct image *im, const struct image *loaders, unsigned arch)
{
	size_t i;

	if (im->is_pi || im->kernel[0] == '\0' || is_loaded(im, loaders, arch))
		return 0;
	for (i = 0; i < im->kernels; i++)
		if (im->by_arch[i].arch == arch)
			return 1;
	return !im->kernel_known;
}

/* What to do about firmware that finds no loader. */
static void
print_remedy(const char *name, const struct image *im,
    const struct image *loaders, FILE *out)
{
	const int bios = wants_loader(im, loaders, ARCH_BIOS);
	const int x64 = wants_loader(im, loaders, ARCH_X64);

	if ((!bios && !x64) || strcmp(name, MAP_IMAGE_LOADERS) == 0)
		return;
	fprintf(out, "  %-9s mkbootroot loaders makes the image loaders, whose "
	    "%s%s%s this kernel\n", "remedy", bios ? "PXELINUX" : "",
	    bios && x64 ? ", " : "", x64 ? "shim and GRUB start" : " starts");
}

/* The kernels for other machines than the first's. */
static void
print_kernels(const struct image *im, FILE *out)
{
	const struct image_kernel *k;
	char as[32], buf[16];
	const char *word;
	size_t i;

	for (i = 0; i < im->kernels; i++) {
		k = &im->by_arch[i];
		if (strcmp(k->path, im->kernel) == 0)
			continue;
		word = arch_word(k->arch, buf, sizeof(buf));
		snprintf(as, sizeof(as), "kernel.%s", word);
		fprintf(out, "  %-9s %s\n", as, k->path);
		snprintf(as, sizeof(as), "initrd.%s", word);
		if (k->initrd[0] != '\0')
			fprintf(out, "  %-9s %s\n", as, k->initrd);
	}
}

/* The loaders of other machines that have a kernel; how many. */
static size_t
print_other_loaders(const struct image *im, const struct image *loaders, FILE *out,
    size_t already)
{
	char word[16];
	size_t n = 0;

	for (size_t i = 0; im->kernel[0] != '\0' && i < im->kernels; i++)
		switch (im->by_arch[i].arch) {
		case ARCH_BIOS:		/* these two are always said, */
		case ARCH_X64:
		case ARCH_IA32:		/* and few have this one */
			break;
		default:
			if (strcmp(im->by_arch[i].path, im->kernel) == 0 ||
			    is_loaded(im, loaders, im->by_arch[i].arch))
				break;
			fprintf(out, "%s a loader for %s", already + n > 0 ?
			    "," : "", arch_word(im->by_arch[i].arch, word,
			    sizeof(word)));
			n++;
		}
	return n;
}

/* Archs that the image has a loader for, and no kernel. */
static void
print_lacks(const struct image *im, FILE *out)
{
	char word[16];
	size_t i, j;

	for (i = 0; im->kernel_known && i < im->files; i++) {
		for (j = 0; j < im->kernels; j++)
			if (im->by_arch[j].arch ==
			    arch_by_pxe(im->file[i].arch))
				break;
		if (j == im->kernels &&
		    kernelarch_place(im->file[i].arch) != -1)
			fprintf(out, "  %-9s a kernel for %s\n", "lacks",
			    arch_word(im->file[i].arch, word, sizeof(word)));
	}
}

static void
print(int rootfd, const char *name, const struct image *im,
    const struct image *loaders, FILE *out)
{
	const int wants_kernel = strcmp(name, MAP_IMAGE_LOADERS) != 0 &&
	    im->medium.mboot[0] == '\0';
	char word[16];
	size_t i;

	fprintf(out, "image %s\n", name);
	for (i = 0; i < im->files; i++)
		print_loader(arch_word(im->file[i].arch, word, sizeof(word)),
		    &im->file[i], out);
	for (i = 0; i < im->grubs; i++)
		fprintf(out, "  %-9s %s (%s, GRUB without shim)\n", "iPXE",
		    im->grub[i].path, arch_word(im->grub[i].arch, word,
		    sizeof(word)));
	for (i = 0; i < im->unuseds; i++)
		print_loader("not used", &im->unused[i], out);
	if (im->kernel[0] != '\0')
		fprintf(out, "  %-9s %s\n", "kernel", im->kernel);
	if (im->initrd[0] != '\0')
		fprintf(out, "  %-9s %s\n", "initrd", im->initrd);
	print_kernels(im, out);
	image_print_medium(rootfd, name, &im->medium, out);
	if (im->preseed)
		fprintf(out, "  %-9s %s\n", "preseed", IMAGE_PRESEED);
	if (im->own_config)
		fprintf(out, "  %-9s of its own\n", "menu");
	else if (im->disc_config)
		fprintf(out, "  %-9s none: what is there looks for a disc\n",
		    "menu");
	if (im->hint[0] != '\0')
		fprintf(out, "  %-9s %s starts it with: %s\n", "hint",
		    im->hint_of, im->hint);
	fprintf(out, "  %-9s", "missing");
	i = 0;
	if (!im->is_pi && !is_loaded(im, loaders, ARCH_BIOS))
		fprintf(out, "%s a loader for BIOS", i++ > 0 ? "," : "");
	if (!im->is_pi && !is_loaded(im, loaders, ARCH_X64))
		fprintf(out, "%s a loader for x64", i++ > 0 ? "," : "");
	i += print_other_loaders(im, loaders, out, i);
	if (im->kernel[0] == '\0' && wants_kernel)
		fprintf(out, "%s a kernel", i++ > 0 ? "," : "");
	if (im->initrd[0] == '\0' && wants_kernel && !im->is_pi && !im->is_test)
		fprintf(out, "%s an initrd", i++ > 0 ? "," : "");
	fprintf(out, "%s\n", i == 0 ? " nothing" : "");
	print_lacks(im, out);
	print_wants(im, loaders, out);
	print_remedy(name, im, loaders, out);
	if (im->odd_names > 0)
		fprintf(out, "  %-9s %zu name%s with control characters %s passed "
		    "over\n", "odd", im->odd_names, im->odd_names == 1 ? "" :
		    "s", im->odd_names == 1 ? "is" : "are");
	if (im->cut)
		fprintf(out, "  too large: not all of it was searched\n");
}

void
image_show(int rootfd, const char *name, FILE *out)
{
	struct image im, loaders;
	const int is = image_scan(rootfd, name, &im);

	if (is == -1)
		warn("cannot search image %s", name);
	if (is != 1)
		return;
	print(rootfd, name, &im, image_scan(rootfd, MAP_IMAGE_LOADERS, &loaders) == 1 ?
	    &loaders : NULL, out);
}
