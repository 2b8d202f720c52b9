/*
 * The search through an image while it runs. Only for image*.c.
 */
#ifndef IMAGESEARCH_H
#define IMAGESEARCH_H

#include <stddef.h>

#include "mkbootroot/image/image.h"

struct folder;

struct search {
	int rootfd;
	const char *image;
	struct image *im;
	struct folder *first, **last;
	size_t names;
	size_t looked;		/* files that were looked into for a mark */
	size_t named;		/* files with a loader's name */
	int have_pair;		/* a kernel with an initrd beside it */
	struct image_file other[IMAGE_ARCHS];	/* EFI programs of no known
						   kind */
	size_t others;
};

/* "folder/name" inside the image; -1: too long to be of use. */
int search_join(char buf[IMAGE_PATH_SIZE], const char *folder,
    const char *name);

/* Opens folder/name of the image. -1: errno. */
int search_open(const struct search *s, const char *folder, const char *name,
    int flags);

/* Whether it is a regular file, a folder, or a link to one in the boot root. */
int search_is_file(const struct search *s, const char *folder,
    const char *name);
int search_is_folder(const struct search *s, const char *folder,
    const char *name);

/* Takes a file for what it is, if that is a loader. */
void search_take_loader(struct search *s, const char *folder,
    const char *name, int is_link);

/*
 * When all was searched: an EFI program of no known kind is what an image
 * without a kernel boots.
 */
void search_take_others(struct search *s);

#endif
