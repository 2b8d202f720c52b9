/*
 * The search through an image, folder by folder, the upper ones first and
 * names in order, so that the same tree always gives the same answer.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "arch.h"
#include "beneath.h"
#include "foldernames.h"
#include "image.h"
#include "kernelname.h"
#include "loadername.h"
#include "map.h"
#include "pe.h"

#define DEPTH_MAX 6
#define NAMES_MAX 50000		/* in all folders together */
#define PATH_SIZE (MAP_NAME_MAX + 1 + IMAGE_PATH_SIZE)

/* A folder that is still to be searched: its path inside the image. */
struct folder {
	struct folder *next;
	int depth;
	char path[];
};

struct search {
	int rootfd;
	const char *image;
	struct image *im;
	struct folder *first, **last;
	size_t names;
	int have_pair;		/* a kernel with an initrd beside it */
};

/* "folder/name" inside the image; -1: too long to be of use. */
static int
join(char buf[IMAGE_PATH_SIZE], const char *folder, const char *name)
{
	int n = snprintf(buf, IMAGE_PATH_SIZE, "%s%s%s", folder,
	    folder[0] == '\0' ? "" : "/", name);

	return n < 0 || n >= IMAGE_PATH_SIZE ? -1 : 0;
}

/* The same from the boot root. */
static int
open_in(const struct search *s, const char *folder, const char *name,
    int flags)
{
	char inside[IMAGE_PATH_SIZE], path[PATH_SIZE];

	if (join(inside, folder, name) == -1) {
		errno = ENAMETOOLONG;
		return -1;
	}
	snprintf(path, sizeof(path), "%s/%s", s->image, inside);
	return beneath_open(s->rootfd, path, flags);
}

static mode_t
mode_in(const struct search *s, const char *folder, const char *name)
{
	struct stat st = { 0 };
	int fd = open_in(s, folder, name, O_PATH);

	if (fd == -1)
		return 0;
	if (fstat(fd, &st) == -1)
		st.st_mode = 0;
	close(fd);
	return st.st_mode;
}

static int
is_file(const struct search *s, const char *folder, const char *name)
{
	return S_ISREG(mode_in(s, folder, name));
}

static void
queue(struct search *s, const char *folder, const char *name, int depth)
{
	char path[IMAGE_PATH_SIZE];
	struct folder *f;

	if (depth > DEPTH_MAX || join(path, folder, name) == -1) {
		s->im->cut = 1;
		return;
	}
	if ((f = malloc(sizeof(*f) + strlen(path) + 1)) == NULL) {
		s->im->cut = 1;
		return;
	}
	f->next = NULL;
	f->depth = depth;
	strcpy(f->path, path);
	*s->last = f;
	s->last = &f->next;
}

static int
arch_in_file(const struct search *s, const char *folder, const char *name)
{
	int fd, arch;

	if ((fd = open_in(s, folder, name, O_RDONLY | O_NONBLOCK)) == -1)
		return -1;
	arch = pe_arch(fd);
	close(fd);
	return arch;
}

/*
 * How good a loader is, less is better. Secure Boot cannot be seen from
 * DHCP, so shim goes before GRUB; but not where its GRUB is missing.
 */
static int
loader_rank(const struct loader_name *l, int beside)
{
	switch (l->kind) {
	case LOADER_PXELINUX:
	case LOADER_SHIM:
		return beside || l->beside == NULL ? 0 : 4;
	case LOADER_EFI:
		return beside ? 1 : 5;
	case LOADER_GRUB:
	case LOADER_GRUB_BIOS:
		return 2;
	case LOADER_SYSLINUX_EFI:
		return beside ? 3 : 6;
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

static void
take_loader(struct search *s, const char *folder, const char *name)
{
	const struct loader_name *l = loader_by_name(name);
	const char *beside;
	struct image_file f;
	int pe, has;

	if (l == NULL || !is_file(s, folder, name) ||
	    join(f.path, folder, name) == -1)
		return;
	f.arch = l->arch;
	beside = l->beside;
	if (arch_is_efi(f.arch) &&
	    (pe = arch_in_file(s, folder, name)) != -1)
		f.arch = (unsigned)pe;
	if (l->kind == LOADER_SYSLINUX_EFI && f.arch == ARCH_IA32)
		beside = "ldlinux.e32";
	has = beside != NULL && is_file(s, folder, beside);
	f.lacks_next = beside != NULL && !has && l->kind != LOADER_EFI;
	f.rank = loader_rank(l, has);
	keep(s->im->file, &s->im->files, &f);
	f.rank = f.lacks_next = 0;
	if (l->kind == LOADER_GRUB)
		keep(s->im->grub, &s->im->grubs, &f);
}

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* Boot configuration: any file of pxelinux.cfg, GRUB's grub.cfg. */
static int
is_config(const char *folder, const char *name)
{
	const char *part = last_part(folder);

	if (strcmp(part, "pxelinux.cfg") == 0)
		return 1;
	return strcasecmp(name, "grub.cfg") == 0 &&
	    (strcmp(part, "grub") == 0 ||
	    strncasecmp(folder, "efi/", 4) == 0);
}

/* A kernel and its initrd are taken from one folder, the first with both. */
static void
take_kernel(struct search *s, const char *folder, char **names, size_t n)
{
	const char *kernel, *initrd;

	if (s->have_pair ||
	    (kernel = kernel_choose(names, n)) == NULL)
		return;
	initrd = initrd_choose(names, n, kernel);
	if (s->im->kernel[0] != '\0' && initrd == NULL)
		return;
	if (join(s->im->kernel, folder, kernel) == -1) {
		s->im->kernel[0] = '\0';
		return;
	}
	if (initrd != NULL && join(s->im->initrd, folder, initrd) == 0)
		s->have_pair = 1;
}

static void
take_name(struct search *s, const struct folder *f, const char *name,
    const struct stat *st)
{
	if (S_ISDIR(st->st_mode)) {
		queue(s, f->path, name, f->depth + 1);
		return;
	}
	if (S_ISLNK(st->st_mode) && strcmp(name, "pxelinux.cfg") == 0 &&
	    S_ISDIR(mode_in(s, f->path, name)))
		s->im->own_config = 1;
	if (is_config(f->path, name) && is_file(s, f->path, name))
		s->im->own_config = 1;
	if (f->depth == 0 && strcmp(name, IMAGE_PRESEED) == 0 &&
	    is_file(s, f->path, name))
		s->im->preseed = 1;
	take_loader(s, f->path, name);
}

static void
search_folder(struct search *s, const struct folder *f)
{
	size_t i, n, kept = 0;
	struct stat st;
	char **names;
	DIR *dir;
	int fd;

	if ((fd = open_in(s, f->path, "", O_RDONLY | O_DIRECTORY)) == -1)
		return;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return;
	}
	names = folder_names(dir, NAMES_MAX - s->names, &n, &s->im->cut);
	s->names += n;
	for (i = 0; i < n; i++) {
		if (fstatat(fd, names[i], &st, AT_SYMLINK_NOFOLLOW) == 0)
			take_name(s, f, names[i], &st);
		/* What is left may be kernels and initrds. */
		if (kernel_is_name(names[i]) && is_file(s, f->path, names[i]))
			names[kept++] = names[i];
		else
			free(names[i]);
	}
	take_kernel(s, f->path, names, kept);
	while (kept > 0)
		free(names[--kept]);
	free(names);
	closedir(dir);
}

int
image_scan(int rootfd, const char *name, struct image *im)
{
	struct search s = { .rootfd = rootfd, .image = name, .im = im };
	struct folder *f;
	struct stat st;

	memset(im, 0, sizeof(*im));
	if (beneath_stat(rootfd, name, &st) == -1)
		return errno == ENOENT || errno == ENOTDIR ||
		    errno == EXDEV ? 0 : -1;
	if (!S_ISDIR(st.st_mode))
		return 0;
	s.last = &s.first;
	queue(&s, "", "", 0);
	while ((f = s.first) != NULL) {
		search_folder(&s, f);
		if ((s.first = f->next) == NULL)
			s.last = &s.first;
		free(f);
	}
	return 1;
}
