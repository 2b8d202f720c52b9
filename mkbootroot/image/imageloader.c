/*
 * Loaders are known by their names and by their marks; where the two say
 * different things the marks hold, because firmware reads the file.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "efi/loadername.h"
#include "map/arch.h"
#include "map/map.h"
#include "mkbootroot/image/bootprogram.h"
#include "mkbootroot/image/imagesearch.h"
#include "mkbootroot/image/kernelname.h"
#include "mkbootroot/image/loaderfile.h"

#define LOOKED_MAX 2000		/* files without a loader's name */
#define NAMED_MAX 500		/* files with one: each is read as a whole */

/*
 * How good a loader is, less is better. Secure Boot cannot be seen from
 * DHCP, so shim goes before GRUB; but not where its GRUB is missing.
 */
static int
rank_of(enum loader_kind kind, int has_next)
{
	switch (kind) {
	case LOADER_PXELINUX:
	case LOADER_SHIM:
		return has_next ? 0 : 4;
	case LOADER_EFI:
	case LOADER_UKI:
		return has_next ? 1 : 5;
	case LOADER_GRUB:
	case LOADER_GRUB_BIOS:
		return 2;
	case LOADER_SYSLINUX_EFI:
		return has_next ? 3 : 6;
	default:
		return 7;
	}
}

/* Keeps a file for its arch unless one that was found before is as good. */
static void
keep(struct image_file *list, size_t *n, const struct image_file *f)
{
	size_t i = 0, j;

	while (i < *n && list[i].arch < f->arch)
		i++;
	if (i == *n || list[i].arch != f->arch) {
		if (*n == IMAGE_ARCHS)
			return;
		for (j = (*n)++; j > i; j--)
			list[j] = list[j - 1];
	} else if (list[i].rank <= f->rank)
		return;
	list[i] = *f;
}

static void note(struct image_file *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What is to be said of a file; the first thing is the worst. */
static void
note(struct image_file *f, const char *format, ...)
{
	va_list ap;

	if (f->note[0] != '\0')
		return;
	va_start(ap, format);
	vsnprintf(f->note, sizeof(f->note), format, ap);
	va_end(ap);
}

/* A loader that cannot be used, which is said. */
static void
refuse(struct search *s, const struct image_file *f)
{
	if (s->im->unuseds < IMAGE_UNUSED)
		s->im->unused[s->im->unuseds++] = *f;
}

/* Keeps it, unless no firmware could be told of it. */
static void
keep_loader(struct search *s, struct image_file *f, enum loader_kind kind)
{
	size_t n = strlen(s->image) + 1 + strlen(f->path);

	if (n > MAP_BOOTFILE_MAX) {
		f->note[0] = '\0';
		note(f, "its path has %zu bytes from the boot root, and "
		    "firmware can be told %d", n, MAP_BOOTFILE_MAX);
		refuse(s, f);
		return;
	}
	keep(s->im->file, &s->im->files, f);
	f->rank = 0;
	if (kind == LOADER_GRUB)
		keep(s->im->grub, &s->im->grubs, f);
}

/* What it loads next from its own folder; NULL: nothing. */
static const char *
next_of(const struct loader_name *l, enum loader_kind kind, unsigned arch,
    const struct loaderfile *file)
{
	if (kind == LOADER_SHIM && file->next[0] != '\0')
		return file->next;
	if (kind == LOADER_UKI)
		return NULL;
	if (kind == LOADER_SYSLINUX_EFI && arch == ARCH_IA32)
		return "ldlinux.e32";
	if (l != NULL && l->kind == kind)
		return l->beside;
	if (kind == LOADER_PXELINUX)
		return "ldlinux.c32";
	return kind == LOADER_SHIM ? loader_next_of_shim(arch) : NULL;
}

/* Reads what an EFI program says of itself, and of what it starts. */
static void
read_chain(const struct search *s, const struct bootprogram *p,
    struct image_file *f, struct loaderfile *file)
{
	char path[MAP_NAME_MAX + 1 + IMAGE_PATH_SIZE];

	memset(file, 0, sizeof(*file));
	if (p->pe == -1 || p->pxelinux)
		return;
	snprintf(path, sizeof(path), "%s/%s", s->image, f->path);
	if (loaderfile_read(s->rootfd, path, file) == 0)
		f->chain = file->chain;
}

/* What boots nothing over the network, which is said. 1: so it is. */
static int
refuse_useless(struct search *s, struct image_file *f)
{
	if (f->chain.useless[0] == '\0')
		return 0;
	note(f, "%s", f->chain.useless);
	refuse(s, f);
	return 1;
}

/* iPXE by another name: nobody would know that iPXE must not have it. */
static int
refuse_renamed(struct search *s, int fd, const struct bootprogram *p,
    struct image_file *f)
{
	if (p->pxelinux || p->pe == -1 || (p->kind != LOADER_IPXE &&
	    (p->kind != LOADER_NONE || !bootprogram_is_ipxe(fd))))
		return 0;
	note(f, "it is iPXE by another name than iPXE's");
	refuse(s, f);
	return 1;
}

/* A file with a loader's name. */
static void
take_named(struct search *s, const char *folder, const struct loader_name *l,
    int fd, const struct bootprogram *p, struct image_file *f)
{
	const int is_efi = p->pe != -1 || arch_is_efi(l->arch);
	enum loader_kind kind = is_efi && p->kind != LOADER_NONE ? p->kind :
	    l->kind;
	char word[16], why[sizeof(f->note)];
	struct loaderfile file;
	const char *next;
	int has_next;

	f->arch = p->pe != -1 ? (unsigned)p->pe : l->arch;
	if (!is_efi && p->kernel) {
		note(f, "it is a kernel");
		refuse(s, f);
		return;
	}
	if (l->kind != LOADER_IPXE && refuse_renamed(s, fd, p, f))
		return;
	read_chain(s, p, f, &file);
	if (refuse_useless(s, f))
		return;
	if (p->driver) {
		bootprogram_fit(p, f->path, f->arch, why, sizeof(why));
		note(f, "%s", why);
		refuse(s, f);
		return;
	}
	next = next_of(l, kind, f->arch, &file);
	has_next = next == NULL || search_is_file(s, folder, next);
	/* Of a "boot..." it is not known what it is, nor what it loads. */
	f->lacks_next = !has_next && kind != LOADER_EFI;
	if (f->lacks_next)
		note(f, "%s is missing beside it", next);
	if (f->arch != l->arch)
		note(f, "its name is one for %s", arch_word(l->arch, word,
		    sizeof(word)));
	if (bootprogram_fit(p, f->path, f->arch, why, sizeof(why)) !=
	    FIT_GOOD)
		note(f, "%s", why);
	f->rank = rank_of(kind, has_next);
	keep_loader(s, f, kind);
}

/* Any other file, if its marks say that it is a loader. */
static void
take_unnamed(struct search *s, const char *folder, int fd,
    const struct bootprogram *p, struct image_file *f)
{
	struct loaderfile file;
	const char *next;
	int has_next;

	if (p->kernel || (!p->pxelinux && (p->pe == -1 || !p->application)))
		return;
	f->arch = p->pxelinux ? ARCH_BIOS : (unsigned)p->pe;
	if (refuse_renamed(s, fd, p, f))
		return;
	read_chain(s, p, f, &file);
	if (refuse_useless(s, f))
		return;
	if (p->kind == LOADER_NONE || p->kind == LOADER_UKI) {
		f->rank = 8;
		if (p->kind == LOADER_NONE)
			note(f, "an EFI program");
		keep(s->other, &s->others, f);
		return;
	}
	next = next_of(NULL, p->kind, f->arch, &file);
	has_next = next == NULL || search_is_file(s, folder, next);
	f->lacks_next = !has_next;
	if (f->lacks_next)
		note(f, "%s is missing beside it", next);
	if (f->chain.about[0] == '\0')
		note(f, "%s by its content", p->kind == LOADER_PXELINUX ? "PXELINUX" :
	    p->kind == LOADER_SHIM ? "shim" : "GRUB");
	f->rank = rank_of(p->kind, has_next);
	keep_loader(s, f, p->kind);
}

void
search_take_loader(struct search *s, const char *folder, const char *name,
    int is_link)
{
	const struct loader_name *l = loader_by_name(name);
	struct image_file f = { .rank = 0 };
	struct bootprogram p;
	int fd;

	/* What a link leads to is found at its own place. */
	if (l == NULL && (is_link || kernel_is_name(name) ||
	    loader_is_of_shim(name)))
		return;
	if (l != NULL && s->named++ >= NAMED_MAX) {
		s->im->cut = 1;
		return;
	}
	if (l == NULL && s->looked++ >= LOOKED_MAX)
		return;
	if (!search_is_file(s, folder, name) ||
	    search_join(f.path, folder, name) == -1 ||
	    (fd = search_open(s, folder, name, O_RDONLY | O_NONBLOCK)) == -1)
		return;
	bootprogram_read(fd, &p);
	if (l != NULL)
		take_named(s, folder, l, fd, &p, &f);
	else
		take_unnamed(s, folder, fd, &p, &f);
	close(fd);
}

void
search_take_others(struct search *s)
{
	size_t i;

	/* Trees of packages are that large; their loaders have names. */
	if (s->looked > LOOKED_MAX && s->im->files == 0)
		s->im->cut = 1;
	for (i = 0; i < s->others && s->im->kernel[0] == '\0'; i++)
		keep_loader(s, &s->other[i], LOADER_NONE);
}
