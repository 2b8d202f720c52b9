/*
 * The least words that say what every kind of firmware and iPXE is told: what a
 * client would be told with none is worked out as the lookup of clients(5) does
 * it, and what differs from that gets a word.
 */
#include <string.h>

#include "map/arch.h"
#include "map/loader.h"
#include "mkbootroot/foreign/agree.h"
#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/foreign/kind.h"
#include "mkbootroot/foreign/suits.h"

/* What cannot be told before the boot root is filled: never what is wanted. */
static const char unsure[] = "?";

/* What "-" says is nothing. */
static const char *
said(const char *path)
{
	return path == NULL || strcmp(path, MAP_NONE) == 0 ? NULL : path;
}

/* The kinds of iPXE, or all others, one for each word. */
static int
is_word(size_t i, int of_ipxe)
{
	return (kinds[i].as == AS_IPXE) == of_ipxe && kind_first(i) == i;
}

/*
 * The loader that the image may have, once the boot root is filled; NULL: none.
 */
static const char *
of_image(const struct imported_image *image, unsigned arch)
{
	for (size_t i = 0; image != NULL && i < image->n; i++)
		if (image->file[i].arch == arch)
			return image->file[i].path;
	return NULL;
}

/* What firmware is told without a word in this line. */
static const char *
rom_without(const struct words *of_line, const struct imported_image *image,
    unsigned arch)
{
	const char *path = NULL;

	if (of_line != NULL)
		path = words_find(of_line->file, of_line->files, arch);
	if (path != NULL)
		return said(path);
	if (of_image(image, arch) != NULL)
		return unsure;
	/* What has a kernel gets a loader of the image loaders. */
	return image != NULL && image->has_kernel && !arch_is_http(arch) ?
	    unsure : NULL;
}

/* What iPXE is told where no word is about it, beside this file of the ROM. */
static const char *
ipxe_implied(const struct imported_image *image, unsigned arch,
    const char *rom)
{
	if (image != NULL && image->has_kernel)
		return unsure;
	if (rom == NULL)
		return NULL;
	/* A GRUB beside it is what iPXE starts. */
	if (loader_is_ipxe(rom))
		return arch == ARCH_BIOS || of_image(image, arch) == NULL ?
		    NULL : unsure;
	/* shim is not for iPXE, and GRUB is started by a script. */
	return arch == ARCH_BIOS && !suits_efi(rom) ? rom : unsure;
}

static const char *
ipxe_without(const struct words *of_line, const struct imported_image *image,
    unsigned arch, const char *rom)
{
	const char *path = NULL;

	if (of_line != NULL) {
		path = words_find(of_line->ipxe_of, of_line->ipxes_of, arch);
		if (path == NULL)
			path = of_line->ipxe;
	}
	return path != NULL ? said(path) : ipxe_implied(image, arch, rom);
}

/* What most kinds of iPXE are to be told; how many are told something else. */
static const char *
most_common(const char *const want[KINDS], size_t *others)
{
	const char *best = NULL;
	size_t least = KINDS, differ, i, j;

	for (i = 0; i < KINDS; i++) {
		if (!is_word(i, 1))
			continue;
		for (differ = 0, j = 0; j < KINDS; j++)
			differ += is_word(j, 1) && !agree_text(want[i], want[j]);
		if (differ < least) {
			least = differ;
			best = want[i];
		}
	}
	*others = least;
	return best;
}

/* A word for each that differs, or ipxe= and a word for each that is not so. */
static void
say_ipxe(struct words *w, const char *const want[KINDS],
    const char *const without[KINDS])
{
	const char *common;
	size_t alone = 0, beside, i;

	common = most_common(want, &beside);
	for (i = 0; i < KINDS; i++)
		alone += is_word(i, 1) && !agree_text(want[i], without[i]);
	w->ipxes_of = 0;
	w->ipxe = alone <= beside + 1 ? NULL : common != NULL ? common :
	    MAP_NONE;
	for (i = 0; i < KINDS; i++)
		if (is_word(i, 1) && !agree_text(want[i], w->ipxe == NULL ?
		    without[i] : common))
			words_add(w->ipxe_of, &w->ipxes_of, 0, kinds[i].word,
			    want[i] != NULL ? want[i] : MAP_NONE);
}

static void
least_ipxe(struct words *w, const struct words *of_line,
    const struct imported_image *image)
{
	const char *want[KINDS] = { NULL }, *without[KINDS] = { NULL };
	unsigned arch;

	for (size_t i = 0; i < KINDS; i++) {
		if (!is_word(i, 1))
			continue;
		arch = kinds[i].word;
		want[i] = words_find(w->ipxe_of, w->ipxes_of, arch);
		without[i] = ipxe_without(of_line, image, arch,
		    words_find(w->file, w->files, arch));
	}
	say_ipxe(w, want, without);
}

void
words_least(struct words *w, const struct words *of_line,
    const struct imported_image *image)
{
	struct words all = *w;
	const char *want;
	unsigned arch;

	if (!w->is_whole || w->ignore || w->disk_from != 0)
		return;
	least_ipxe(w, of_line, image);
	w->files = 0;
	for (size_t i = 0; i < KINDS; i++) {
		if (!is_word(i, 0))
			continue;
		arch = kinds[i].word;
		want = words_find(all.file, all.files, arch);
		if (!agree_text(want, rom_without(of_line, image, arch)))
			words_add(w->file, &w->files, 0, arch,
			    want != NULL ? want : MAP_NONE);
	}
}
