/*
 * Kernels are called linux, vmlinuz, bzImage, or vmlinuz-VERSION; the initrd of
 * a version, or of a kind (lts, amd64), bears the same.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "file/lastpart.h"
#include "mkbootroot/image/kernelname.h"

#define PART_SIZE 256

/* What names end with that say how a file is packed. */
static const char *const packings[] = {
	".img", ".gz", ".xz", ".zst", ".zstd", ".lz4", ".bz2", ".lzma", ".lz",
	".lzo", ".cpio"
};

/* What is beside kernels and packed, and boots nothing by itself. */
static const char *const never_initrds[] = {
	"squashfs", "modloop", "ucode", "microcode"
};

/* The same, unless the name says that it is an initrd. */
static const char *const not_initrds[] = {
	"modules", "rootfs", "unicode", "config", "system.map", ".tar", ".iso",
	"efi", "boot.img", "install.img", "memtest", "eltorito", "firmware",
	"font"
};

static const char *const initrd_stems[] = {
	"initrd.img", "initrd", "initramfs", "minirt", "corepure64"
};

static const char *const kernel_stems[] = {
	"vmlinuz", "vmlinux", "bzimage", "zimage", "image", "linux", "kernel"
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static int
begins(const char *name, const char *with)
{
	return strncasecmp(name, with, strlen(with)) == 0;
}

static int
ends(const char *name, size_t n, const char *with)
{
	const size_t with_n = strlen(with);

	return n >= with_n && strncasecmp(name + n - with_n, with, with_n) ==
	    0;
}

/* Whether the name ends with one of the n suffixes. */
static int
ends_with_any(const char *name, const char *const *suffix, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (last_part_ends(name, suffix[i]))
			return 1;
	return 0;
}

/* The bytes of a name without the suffixes of packing. */
static size_t
bare_size(const char *name)
{
	size_t n = strlen(name), i;

	for (i = 0; i < COUNT(packings); i++)
		if (ends(name, n, packings[i])) {
			n -= strlen(packings[i]);
			i = (size_t)-1;
		}
	return n;
}

/* Behind the first stem of a list that is in the name; NULL: none is. */
static const char *
behind_stem(const char *name, const char *const *stems, size_t n)
{
	const char *at;
	size_t i;

	for (i = 0; i < n; i++)
		if ((at = strcasestr(name, stems[i])) != NULL)
			return at + strlen(stems[i]);
	return NULL;
}

static int
is_initrd(const char *name)
{
	return behind_stem(name, initrd_stems, COUNT(initrd_stems)) != NULL ||
	    strcasestr(name, ".cpio") != NULL;
}

/* "linux26", "kernel8.img", "Image.gz": a stem, digits, and packing. */
static int
is_stem(const char *name)
{
	size_t n = bare_size(name), i;

	while (n > 0 && isdigit((unsigned char)name[n - 1]))
		n--;
	for (i = 0; i < COUNT(kernel_stems); i++)
		if (n == strlen(kernel_stems[i]) && begins(name,
		    kernel_stems[i]))
			return 1;
	return 0;
}

/* What is made of a kernel to check it, or says something of it. */
static int
is_about_kernel(const char *name)
{
	static const char *const about[] = {
		".sig", ".asc", ".sha256", ".sha512", ".md5", ".hmac", ".txt",
		".cfg", ".conf", ".list", ".manifest", ".c32"
	};

	return ends_with_any(name, about, COUNT(about));
}

int
kernel_is_kernels_name(const char *name)
{
	if (is_initrd(name) || is_about_kernel(name))
		return 0;
	return is_stem(name) || begins(name, "bzimage") ||
	    strcasestr(name, "vmlinuz") != NULL ||
	    strcasestr(name, "-kernel-") != NULL;
}

int
kernel_is_name(const char *name)
{
	return kernel_is_kernels_name(name) || begins(name, "initrd") ||
	    begins(name, "initramfs");
}

/*
 * The version or kind that a name bears behind its stem, "6.1.0-amd64" of
 * vmlinuz-6.1.0-amd64 and of initrd.img-6.1.0-amd64.gz; "": none. NULL: it has
 * not the stem.
 */
static const char *
version_of(const char *name, const char *const *stems, size_t n,
    char part[PART_SIZE])
{
	const char *at = behind_stem(name, stems, n);
	size_t bare = bare_size(name);

	if (at == NULL)
		return NULL;
	part[0] = '\0';
	/* "vmlinuz64" and "linux26" bear none. */
	if (at >= name + bare || strchr("-_.", *at) == NULL)
		return part;
	at++;
	snprintf(part, PART_SIZE, "%.*s", (int)(name + bare - at), at);
	return part;
}

static const char *
kernel_version_part(const char *name, char part[PART_SIZE])
{
	return version_of(name, kernel_stems, COUNT(kernel_stems), part);
}

static int
has_version(const char *name)
{
	return begins(name, "vmlinuz-") && isdigit((unsigned char)name[8]);
}

/*
 * "linux", then "vmlinuz", then the newest version; kinds of kernels that have
 * names in the order of these, as Alpine's lts before its virt; other names come
 * last.
 */
static int
order_of(const char *name)
{
	return strcmp(name, "linux") == 0 ? 0 :
	    strcasecmp(name, "vmlinuz") == 0 ? 1 : has_version(name) ? 2 :
	    begins(name, "vmlinuz") ? 3 : kernel_is_kernels_name(name) ? 4 : 5;
}

int
kernel_is_better(const char *a, const char *b)
{
	if (order_of(a) != order_of(b))
		return order_of(a) < order_of(b);
	return has_version(a) ? strverscmp(a, b) > 0 : strcmp(a, b) < 0;
}

const char *
kernel_choose(char *const *names, size_t n)
{
	const char *best = NULL;
	size_t i;

	for (i = 0; i < n; i++)
		if (kernel_is_kernels_name(names[i]) &&
		    (best == NULL || kernel_is_better(names[i], best)))
			best = names[i];
	return best;
}

int
initrd_is_of(const char *name, const char *kernel)
{
	char k[PART_SIZE], i[PART_SIZE];
	const char *of_kernel = kernel_version_part(kernel, k);
	const char *of_initrd = version_of(name, initrd_stems,
	    COUNT(initrd_stems), i);

	return of_kernel != NULL && of_kernel[0] != '\0' &&
	    of_initrd != NULL && strcmp(of_kernel, of_initrd) == 0;
}

/* Another version's initrd has no modules for this kernel. */
static int
is_of_another(const char *name, const char *kernel)
{
	char k[PART_SIZE], i[PART_SIZE];
	const char *of_kernel = kernel_version_part(kernel, k);
	const char *of_initrd = version_of(name, initrd_stems,
	    COUNT(initrd_stems), i);

	return of_kernel != NULL && of_kernel[0] != '\0' &&
	    of_initrd != NULL && of_initrd[0] != '\0' &&
	    strcmp(of_kernel, of_initrd) != 0;
}

static int
has_one_of(const char *name, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcasestr(name, list[i]) != NULL)
			return 1;
	return 0;
}

static int
is_packed(const char *name)
{
	return ends_with_any(name, packings, COUNT(packings));
}

int
initrd_rank(const char *name, const char *kernel)
{
	static const char *const plain[] = {
		"initrd.gz", "initrd.img", "initrd", "initrd.zst",
		"initramfs.img", "initramfs"
	};
	size_t i;

	if (kernel_is_kernels_name(name) || is_about_kernel(name) ||
	    strcmp(name, kernel) == 0 || is_of_another(name, kernel) ||
	    has_one_of(name, never_initrds, COUNT(never_initrds)))
		return -1;
	if (initrd_is_of(name, kernel))
		return (int)bare_size(name) < (int)strlen(name) ? 0 : 1;
	for (i = 0; i < COUNT(plain); i++)
		if (strcasecmp(name, plain[i]) == 0)
			return 10 + (int)i;
	if (is_initrd(name))
		return begins(name, "initr") ? 20 : 30;
	if (has_one_of(name, not_initrds, COUNT(not_initrds)))
		return -1;
	return is_packed(name) ? INITRD_BY_NAME + 1 : INITRD_BY_CONTENT;
}

const char *
initrd_choose(char *const *names, size_t n, const char *kernel)
{
	const char *best = NULL;
	int rank, best_rank = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		rank = initrd_rank(names[i], kernel);
		if (rank != -1 && rank != INITRD_BY_CONTENT &&
		    (best == NULL || rank < best_rank)) {
			best = names[i];
			best_rank = rank;
		}
	}
	return best;
}
