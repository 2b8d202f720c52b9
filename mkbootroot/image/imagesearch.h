/*
 * The search through an image while it runs. Only for image*.c.
 */
#ifndef IMAGESEARCH_H
#define IMAGESEARCH_H

#include <stddef.h>

#include "map/kernelarch.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/image/kernelmark.h"

#define SEARCH_CONFIGS 12

struct folder;

/*
 * The best kernel so far for one arch; what decides stands in the order in which
 * it does, and less is better.
 */
struct best_kernel {
	int have;
	int unnamed;		/* by the table of media */
	int lone;		/* it has no initrd */
	int unproven;		/* only its name says that it is a kernel */
	int is_test;		/* memtest86+ */
	int place;		/* of its folder */
	int strange;		/* 32 bits where 64 would do, or the other way
				   round; or made for the other firmware */
	struct image_kernel k;
};

struct search {
	int rootfd;
	const char *image;
	struct image *im;
	struct folder *first, **last;
	int error;		/* errno of a folder that could not be read; 0 */
	size_t names;
	size_t looked;		/* files that were looked into for a mark */
	size_t named;		/* files with a loader's name */
	size_t marked;		/* files that were looked at as kernels */
	size_t unpacked;	/* of these, those whose packed content was */
	struct best_kernel kernel[KERNEL_ARCHS];	/* by kernel_archs */
	struct best_kernel unproven;	/* whose machine is not known */
	char lone_initrd[IMAGE_PATH_SIZE];	/* in a folder of its own */
	size_t lone_initrds;
	char config[SEARCH_CONFIGS][IMAGE_PATH_SIZE];	/* for a hint */
	size_t configs;
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
 * Takes the kernels of a folder, with their initrds, out of the n names of its
 * files.
 */
void search_take_kernels(struct search *s, const char *folder,
    char *const *names, size_t n);

/* Takes a kernel that the image's medium names, and its initrd ("": none). */
void search_take_named(struct search *s, const char *kernel,
    const char *initrd);

/* When all was searched: finds out which medium it is, and takes its kernels. */
void search_take_medium(struct search *s);

/*
 * Which folders of an image hold the kernel that is meant, less is better: what
 * is live, then what its maker has for the network, then any, then what a CD or
 * its installer starts, then what is for something else.
 */
int search_place(const char *folder);

/*
 * Offers a kernel to each arch that its mark says it is for: *b has all but the
 * arch and how strange the kernel is to that.
 */
void search_offer(struct search *s, const struct kernelmark *mark,
    struct best_kernel *b);

/* When all was searched: fills what the image says of kernels. */
void search_choose_kernels(struct search *s);

/* Takes a file that is boot configuration. */
void search_take_config(struct search *s, const char *folder,
    const char *name);

/* When the kernel was chosen: what configuration tells it. */
void search_read_hint(struct search *s);

/*
 * When all was searched: an EFI program of no known kind is what an image
 * without a kernel boots.
 */
void search_take_others(struct search *s);

#endif
