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

#include "file/beneath.h"
#include "file/foldernames.h"
#include "file/lastpart.h"
#include "mkbootroot/image/entryname.h"
#include "mkbootroot/image/imagesearch.h"
#include "mkbootroot/image/kernelname.h"

#define DEPTH_MAX 6
#define NAMES_MAX 50000		/* in all folders together */

/* A folder that is still to be searched: its path inside the image. */
struct folder {
	struct folder *next;
	int depth;
	char path[];
};

static void
queue(struct search *s, const char *folder, const char *name, int depth)
{
	char path[IMAGE_PATH_SIZE];
	struct folder *f;

	if (depth > DEPTH_MAX || search_join(path, folder, name) == -1) {
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
	/* Where the last folder is freed, last is &first: clang loses that. */
	*s->last = f;	/* NOLINT(clang-analyzer-unix.Malloc) */
	s->last = &f->next;
}

/* What the firmware of a Raspberry Pi loads first, of one kind or another. */
static int
is_of_pi(const char *name)
{
	return strcmp(name, "bootcode.bin") == 0 ||
	    strcmp(name, "start.elf") == 0 || strcmp(name, "start4.elf") == 0;
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
	    search_is_folder(s, f->path, name))
		s->im->own_config = 1;
	search_take_config(s, f->path, name);
	if (is_of_pi(name) && search_is_file(s, f->path, name))
		s->im->is_pi = 1;
	if (f->depth == 0 && strcmp(name, IMAGE_PRESEED) == 0 &&
	    search_is_file(s, f->path, name))
		s->im->preseed = 1;
	search_take_loader(s, f->path, name, S_ISLNK(st->st_mode));
}

static void
search_folder(struct search *s, const struct folder *f)
{
	size_t i, n, kept = 0;
	struct stat st;
	char **names;
	DIR *dir;
	int fd;

	if ((fd = search_open(s, f->path, "", O_RDONLY | O_DIRECTORY)) == -1)
		return;
	if ((dir = fdopendir(fd)) == NULL) {
		s->error = errno;
		close(fd);
		return;
	}
	names = folder_names(dir, NAMES_MAX - s->names, &n, &s->im->cut);
	if (errno != 0)
		s->error = errno;
	s->names += n;
	for (i = 0; i < n; i++) {
		if (!entry_name_is_plain(names[i])) {
			s->im->odd_names++;
			free(names[i]);
			continue;
		}
		if (fstatat(fd, names[i], &st, AT_SYMLINK_NOFOLLOW) == 0)
			take_name(s, f, names[i], &st);
		else
			st.st_mode = 0;
		/* What is left may be kernels and initrds. Links lead to
		   what has such a name. */
		if ((S_ISREG(st.st_mode) || (S_ISLNK(st.st_mode) &&
		    kernel_is_name(names[i]))) &&
		    search_is_file(s, f->path, names[i]))
			names[kept++] = names[i];
		else
			free(names[i]);
	}
	search_take_kernels(s, f->path, names, kept);
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
	search_take_medium(&s);
	search_choose_kernels(&s);
	search_read_hint(&s);
	search_take_others(&s);
	errno = s.error;
	return s.error == 0 ? 1 : -1;
}
