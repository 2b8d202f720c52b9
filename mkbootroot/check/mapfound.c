/*
 * What was found, behind the words of a line.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "map/arch.h"
#include "map/bootword.h"
#include "map/kernelarch.h"
#include "mkbootroot/check/mapfound.h"
#include "mkbootroot/check/mappath.h"

int
found_append(struct making *r, enum map_field tag, unsigned arch, const char *text)
{
	size_t n = record_append(r->bytes, sizeof(r->bytes), r->n,
	    (unsigned char)(tag | FIELD_FOUND), arch, text, strlen(text));

	if (n == 0) {
		errno = EOVERFLOW;
		return -1;
	}
	r->n = n;
	return 0;
}

/* Whether the image's own line gives a field, for this arch. */
static int
given(const struct making *r, enum map_field tag, unsigned arch)
{
	struct record given = { .bytes = r->bytes + RECORD_START,
	    .n = r->n - RECORD_START };
	struct field f;
	size_t pos = 0;

	while (record_next(&given, &pos, &f) == 1)
		if (f.tag == tag && f.arch == arch && !f.found)
			return 1;
	return 0;
}

/* Only a sound loader is good enough for others. */
static int
is_sound(const struct image_file *f)
{
	return f->chain.doubt[0] == '\0' && !f->lacks_next;
}

/* Whom a loader that was found asks for its files. */
static int
append_asks(struct making *r, const struct image_file *f)
{
	switch (f->chain.asks) {
	case ASKS_DHCP:
		return found_append(r, FIELD_ASKS, f->arch, MAP_ASKS_DHCP);
	case ASKS_PROXY:
		return is_sound(f) ? found_append(r, FIELD_ASKS, f->arch,
		    MAP_ASKS_PROXY) : 0;
	default:
		return 0;
	}
}

/* By which protocols it goes on. */
static int
append_loads(struct making *r, const struct image_file *f)
{
	switch (f->chain.loads) {
	case LOADS_TFTP:
		return found_append(r, FIELD_LOADS, f->arch, MAP_LOADS_TFTP);
	case LOADS_HTTP:
		return is_sound(f) ? found_append(r, FIELD_LOADS, f->arch,
		    MAP_LOADS_HTTP) : 0;
	default:
		return 0;
	}
}

/* Whom they ask is said of an image's line alone: others may have ip=. */
int
found_append_given(struct making *r, struct check *c, const char *image,
    int is_image)
{
	char path[MAP_NAME_MAX + 1 + MAP_TEXT_MAX + 1];
	const struct record line = { .bytes = r->bytes + RECORD_START,
	    .n = r->n - RECORD_START };
	enum chain_asks asks;
	enum chain_loads loads;
	struct field f;
	size_t pos = 0;

	while (record_next(&line, &pos, &f) == 1) {
		if (f.tag != FIELD_FILE || f.found || !arch_is_efi(f.arch) ||
		    client_is_url(f.text) ||
		    bootword_is_none(f.text) ||
		    (*f.text != '/' && image == NULL))
			continue;
		snprintf(path, sizeof(path), "%s%s%s", *f.text == '/' ? "" :
		    image, *f.text == '/' ? "" : "/", f.text +
		    strspn(f.text, "/"));
		check_loader(c, path, &asks, &loads);
		if ((is_image && asks == ASKS_DHCP &&
		    found_append(r, FIELD_ASKS, f.arch, MAP_ASKS_DHCP) == -1) ||
		    (loads == LOADS_TFTP &&
		    found_append(r, FIELD_LOADS, f.arch, MAP_LOADS_TFTP) == -1))
			return -1;
	}
	return 0;
}

/* The machines of the kernel= that a line gives; 0: not known, or none. */
static unsigned
given_machines(const struct making *r, struct check *c, const char *image)
{
	const struct record line = { .bytes = r->bytes + RECORD_START,
	    .n = r->n - RECORD_START };
	struct field f;

	return record_field(&line, FIELD_KERNEL, &f) && !f.found ?
	    check_kernel(c, image, f.text) : 0;
}

int
found_append_machines(struct making *r, struct check *c, const char *image)
{
	const unsigned machines = given_machines(r, c, image);
	size_t i;

	for (i = 0; i < KERNEL_ARCHS && machines != 0; i++)
		if (!(machines & 1u << i) &&
		    !given(r, FIELD_KERNEL_ARCH, kernel_archs[i]) &&
		    found_append(r, FIELD_KERNEL_ARCH, kernel_archs[i],
		    MAP_NONE) == -1)
			return -1;
	return 0;
}

static const struct image_kernel *
kernel_of(const struct image *im, unsigned arch)
{
	size_t i;

	for (i = 0; i < im->kernels; i++)
		if (im->by_arch[i].arch == arch)
			return &im->by_arch[i];
	return NULL;
}

/* Whether the medium asks for arguments of each kernel's own, and this has none. */
static int
lacks_args(const struct image *im, const char *kernel)
{
	char args[MAP_TEXT_MAX + 1];

	return medium_is_by_kernel(&im->medium) &&
	    strcmp(kernel, im->kernel) != 0 &&
	    !medium_kernel_args(&im->medium, kernel, args, sizeof(args));
}

/* The arguments of kernels that have others than the one that all get. */
static int
append_kernels_args(struct making *r, const struct image *im)
{
	const struct medium_found *m = &im->medium;
	char args[MAP_TEXT_MAX + 1];
	const struct image_kernel *k;

	if (!medium_is_by_kernel(m))
		return 0;
	for (size_t i = 0; i < im->kernels; i++) {
		k = &im->by_arch[i];
		if (!medium_kernel_args(m, k->path, args, sizeof(args)) ||
		    strcmp(args, m->args) == 0)
			continue;
		if (found_append(r, FIELD_ARGS_ARCH, k->arch, args) == -1)
			return -1;
	}
	return 0;
}

/*
 * The kernels of machines for which the one that all get is not, or MAP_NONE. One
 * whose machine is not known is for all.
 */
static int
append_kernels(struct making *r, struct check *c, const char *name,
    const struct image *im)
{
	const int has_given = given(r, FIELD_KERNEL, 0);
	const unsigned machines = given_machines(r, c, name);
	const struct image_kernel *k;
	unsigned arch;
	size_t i;

	if (has_given ? machines == 0 : im->kernel[0] == '\0')
		return 0;
	for (i = 0; i < KERNEL_ARCHS; i++) {
		arch = kernel_archs[i];
		k = kernel_of(im, arch);
		if (k != NULL && lacks_args(im, k->path))
			k = NULL;
		if (given(r, FIELD_KERNEL_ARCH, arch) ||
		    (machines & 1u << i) || (k == NULL ? !has_given &&
		    !im->kernel_known : !has_given &&
		    strcmp(k->path, im->kernel) == 0))
			continue;
		if (found_append(r, FIELD_KERNEL_ARCH, arch, k == NULL ?
		    MAP_NONE : k->path) == -1 ||
		    (k != NULL && k->initrd[0] != '\0' &&
		    !given(r, FIELD_INITRD_ARCH, arch) &&
		    found_append(r, FIELD_INITRD_ARCH, arch, k->initrd) == -1))
			return -1;
	}
	return 0;
}

/*
 * What its medium asks for: arguments and initrds belong to the kernel that was
 * found.
 */
static int
append_medium(struct making *r, const struct medium_found *m, int kernel,
    int initrd)
{
	size_t i;

	if (m->medium == NULL)
		return 0;
	for (i = 0; initrd && i < m->mores; i++)
		if (found_append(r, FIELD_INITRD, 0, m->more[i]) == -1)
			return -1;
	if (kernel && m->args[0] != '\0' &&
	    found_append(r, FIELD_ARGS, 0, m->args) == -1)
		return -1;
	if (m->mboot[0] != '\0' &&
	    found_append(r, FIELD_MBOOT, 0, m->mboot) == -1)
		return -1;
	return found_append(r, FIELD_MEDIA, 0, m->medium->word);
}

/*
 * What was found goes behind what the line gives, and only where the line
 * is silent; an initrd that was found belongs to the kernel that was found.
 */
int
found_append_image(struct making *r, struct check *c, const char *name,
    const struct image *im)
{
	int kernel = !given(r, FIELD_KERNEL, 0);
	int initrd = kernel && !given(r, FIELD_INITRD, 0);
	size_t i;

	for (i = 0; i < im->files; i++)
		if (!given(r, FIELD_FILE, im->file[i].arch) &&
		    found_append(r, FIELD_FILE, im->file[i].arch,
		    im->file[i].path) == -1)
			return -1;
	for (i = 0; i < im->grubs; i++)
		if (found_append(r, FIELD_GRUB, im->grub[i].arch,
		    im->grub[i].path) == -1)
			return -1;
	if (kernel && im->kernel[0] != '\0' &&
	    found_append(r, FIELD_KERNEL, 0, im->kernel) == -1)
		return -1;
	if (initrd && im->initrd[0] != '\0' &&
	    found_append(r, FIELD_INITRD, 0, im->initrd) == -1)
		return -1;
	if (append_kernels(r, c, name, im) == -1 ||
	    (kernel && append_kernels_args(r, im) == -1) ||
	    append_medium(r, &im->medium, kernel, initrd) == -1)
		return -1;
	if (im->preseed && !given(r, FIELD_PRESEED, 0) &&
	    !given(r, FIELD_ANSWERS, 0) &&
	    found_append(r, FIELD_PRESEED, 0, IMAGE_PRESEED) == -1)
		return -1;
	if (im->own_config && found_append(r, FIELD_OWN_CONFIG, 0, "") == -1)
		return -1;
	for (i = 0; i < im->files; i++)
		if (!given(r, FIELD_FILE, im->file[i].arch) &&
		    (append_asks(r, &im->file[i]) == -1 ||
		    append_loads(r, &im->file[i]) == -1))
			return -1;
	return 0;
}
