/*
 * What an image, a folder of the boot root, can boot by itself.
 *
 * Loaders are known by their names and by what is in them.
 * The image's root is searched before the folders below it, so that links
 * there (Debian's netboot archive) say which file its maker meant.
 */
#ifndef IMAGE_H
#define IMAGE_H

#include <stddef.h>
#include <stdio.h>

#include "mkbootroot/image/cdconfig.h"
#include "mkbootroot/image/loaderchain.h"
#include "mkbootroot/image/medium.h"

#define IMAGE_ARCHS 12
#define IMAGE_KERNELS 8
#define IMAGE_UNUSED 4		/* of those that cannot be used, to be told */
#define IMAGE_PRESEED "preseed.cfg"	/* answers for all of its clients */
#define IMAGE_PATH_SIZE 512	/* a path inside the image, with its NUL */

struct image_file {
	unsigned arch;		/* canonical */
	int rank;		/* how good this one is, less is better */
	int lacks_next;		/* what it loads next is not beside it */
	char note[CHAIN_TEXT_SIZE];	/* what a person should know of it */
	struct loaderchain chain;	/* of an EFI program */
	char path[IMAGE_PATH_SIZE];
};

/*
 * What the firmware of one arch boots of an image: the kernel for its machine,
 * by that kernel's content, and the initrd that belongs to it.
 */
struct image_kernel {
	unsigned arch;		/* canonical: bios, ia32, x64, arm32, arm64,
				   riscv64, loong64 */
	char path[IMAGE_PATH_SIZE];
	char initrd[IMAGE_PATH_SIZE];	/* "": none was found */
};

struct image {
	struct image_file file[IMAGE_ARCHS];	/* by arch */
	size_t files;
	struct image_file grub[IMAGE_ARCHS];	/* GRUB without shim */
	size_t grubs;
	struct image_file unused[IMAGE_UNUSED];	/* the notes say why */
	size_t unuseds;
	char kernel[IMAGE_PATH_SIZE];		/* for x86 if there is one; "":
						   none was found */
	char initrd[IMAGE_PATH_SIZE];
	int kernel_known;	/* the kernel's machine is known; then archs
				   without a line below have none */
	struct image_kernel by_arch[IMAGE_KERNELS];	/* by arch; those whose
						   kernel is the one above
						   as well */
	size_t kernels;
	struct medium_found medium;	/* what it was made of */
	int preseed;		/* has a file IMAGE_PRESEED */
	int own_config;		/* has boot configuration of its own */
	int disc_config;	/* has such that looks for a disc */
	char hint[CDCONFIG_ARGS_SIZE];	/* what its configuration tells the
					   kernel, or "" */
	char hint_of[IMAGE_PATH_SIZE];	/* where that stands */
	int is_test;		/* the kernel is memtest86+: it has no initrd */
	int is_pi;		/* firmware of a Raspberry Pi is in it */
	size_t odd_names;	/* with control characters: passed over */
	int cut;		/* too large: not all of it was searched */
};

/*
 * Searches the image `name`. 1: *im is filled; 0: there is no such folder;
 * -1: errno.
 */
int image_scan(int rootfd, const char *name, struct image *im);

/*
 * Says what is found in an image, if it is there, and what is missing, in
 * lines for a person. A loader in the image loaders is not missing.
 */
void image_show(int rootfd, const char *name, FILE *out);

#endif
