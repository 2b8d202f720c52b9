/*
 * The images that the lines boot, and which loaders each may have: a loader that
 * lies in the image counts before default's words. The boot root may not be
 * filled yet, so what the lines name counts, too.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "efi/loadername.h"
#include "file/lastpart.h"
#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/text/mapvalue.h"

/* The first folder of a path, if it can be an image; "": none. */
static void
image_of(const char *path, char image[MAP_NAME_MAX + 1])
{
	const char *slash = strchr(path, '/');
	const size_t n = slash == NULL ? 0 : (size_t)(slash - path);

	snprintf(image, MAP_NAME_MAX + 1, "%.*s", n <= MAP_NAME_MAX ? (int)n :
	    0, path);
	if (value_image(image) != NULL || strcmp(image, MAP_IMAGE_MENU) == 0)
		image[0] = '\0';
}

static int
is_none(const char *path)
{
	return strcmp(path, MAP_NONE) == 0;
}

/* The first file that is in the boot root; NULL: none. */
static const char *
first_file(const struct words *w)
{
	size_t i;

	for (i = 0; i < w->files; i++)
		if (!is_none(w->file[i].path) && !value_is_url(w->file[i].path))
			return w->file[i].path;
	for (i = 0; i < w->ipxes_of; i++)
		if (!is_none(w->ipxe_of[i].path) &&
		    !value_is_url(w->ipxe_of[i].path))
			return w->ipxe_of[i].path;
	return w->ipxe;
}

int
words_boot(const struct words *w)
{
	size_t i;

	for (i = 0; i < w->files; i++)
		if (!is_none(w->file[i].path))
			return 1;
	for (i = 0; i < w->ipxes_of; i++)
		if (!is_none(w->ipxe_of[i].path))
			return 1;
	return w->ipxe != NULL && !is_none(w->ipxe);
}

void
words_image(const struct words *w, char image[MAP_NAME_MAX + 1])
{
	const char *file = first_file(w);

	image[0] = '\0';
	if (file != NULL && !value_is_url(file))
		image_of(file, image);
	if (image[0] == '\0')
		snprintf(image, MAP_NAME_MAX + 1, IMPORTED_NO_FOLDER);
}

const struct imported_image *
imported_image(const struct imported *im, const char *name)
{
	for (size_t i = 0; i < im->images; i++)
		if (strcmp(im->image[i].name, name) == 0)
			return &im->image[i];
	return NULL;
}

static struct imported_image *
add_image(struct imported *im, const char *name)
{
	const struct imported_image *found = imported_image(im, name);
	struct imported_image *image;

	if (found != NULL)
		return &im->image[found - im->image];
	image = reallocarray(im->image, im->images + 1, sizeof(*image));
	if (image == NULL) {
		im->no_memory = 1;
		return NULL;
	}
	im->image = image;
	image = &im->image[im->images++];
	memset(image, 0, sizeof(*image));
	snprintf(image->name, sizeof(image->name), "%s", name);
	return image;
}

static void
add_loader(struct imported *im, struct imported_image *image, unsigned arch,
    const char *path)
{
	struct imported_file *file;

	for (size_t i = 0; i < image->n; i++)
		if (image->file[i].arch == arch &&
		    strcmp(image->file[i].path, path) == 0)
			return;
	file = reallocarray(image->file, image->n + 1, sizeof(*file));
	if (file == NULL) {
		im->no_memory = 1;
		return;
	}
	image->file = file;
	file[image->n].arch = arch;
	file[image->n].from = 0;
	file[image->n++].path = path;
}

/* A file that will be found in its image by its name. */
static void
add_named(struct imported *im, const char *path)
{
	const struct loader_name *l = loader_by_name(last_part(path));
	struct imported_image *image;
	char name[MAP_NAME_MAX + 1];

	if (l == NULL || value_is_url(path))
		return;
	image_of(path, name);
	if (name[0] != '\0' && (image = add_image(im, name)) != NULL)
		add_loader(im, image, l->arch, path);
}

static void
add_words(struct imported *im, const struct words *w)
{
	char name[MAP_NAME_MAX + 1];
	size_t i;

	if (!w->is_whole)
		return;
	if (words_boot(w)) {
		words_image(w, name);
		add_image(im, name);
	}
	for (i = 0; i < w->files; i++)
		add_named(im, w->file[i].path);
	for (i = 0; i < w->ipxes_of; i++)
		add_named(im, w->ipxe_of[i].path);
}

static void
add_found(struct imported *im, struct imported_image *image,
    const struct image_file *list, size_t n)
{
	char path[MAP_NAME_MAX + 2 + IMAGE_PATH_SIZE];

	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", image->name,
		    list[i].path);
		add_loader(im, image, list[i].arch, imported_keep(im, path));
	}
}

/* What lies in the boot root now. */
static int
search(struct imported *im, int rootfd, struct imported_image *image)
{
	struct image *found = malloc(sizeof(*found));
	int is_there;

	if (found == NULL)
		return -1;
	if ((is_there = image_scan(rootfd, image->name, found)) == 1) {
		add_found(im, image, found->file, found->files);
		add_found(im, image, found->grub, found->grubs);
		image->has_kernel = found->kernel[0] != '\0' &&
		    !found->own_config;
	}
	free(found);
	return is_there == -1 ? -1 : 0;
}

int
imported_images(struct imported *im)
{
	int rootfd, ok = 0;

	if (im->others.is_whole)
		add_image(im, IMPORTED_NO_FOLDER);
	add_words(im, &im->others);
	for (size_t i = 0; i < im->n; i++)
		add_words(im, &im->line[i].words);
	if (im->images == 0)
		return 0;
	rootfd = open(im->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (rootfd == -1)
		return errno == ENOENT ? 0 : -1;
	for (size_t i = 0; i < im->images && ok == 0; i++)
		ok = search(im, rootfd, &im->image[i]);
	close(rootfd);
	return ok;
}
