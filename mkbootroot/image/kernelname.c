/*
 * Kernels are called linux, vmlinuz or vmlinuz-VERSION; the initrd of a
 * version bears the same version.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "mkbootroot/image/kernelname.h"

static int
begins(const char *name, const char *with)
{
	return strncmp(name, with, strlen(with)) == 0;
}

static int
is_kernel(const char *name)
{
	return strcmp(name, "linux") == 0 || begins(name, "vmlinuz");
}

int
kernel_is_name(const char *name)
{
	return is_kernel(name) || begins(name, "initrd") ||
	    begins(name, "initramfs");
}

static int
has_version(const char *name)
{
	return begins(name, "vmlinuz-") && isdigit((unsigned char)name[8]);
}

/*
 * "linux", then "vmlinuz", then the newest version; kinds of kernels that have
 * names in the order of these, as Alpine's lts before its virt.
 */
static int
is_better(const char *a, const char *b)
{
	if (strcmp(a, "linux") == 0 || strcmp(b, "linux") == 0)
		return strcmp(a, "linux") == 0;
	if (strcmp(a, "vmlinuz") == 0 || strcmp(b, "vmlinuz") == 0)
		return strcmp(a, "vmlinuz") == 0;
	if (has_version(a) && has_version(b))
		return strverscmp(a, b) > 0;
	return has_version(a) != has_version(b) ? has_version(a) :
	    strcmp(a, b) < 0;
}

const char *
kernel_choose(char *const *names, size_t n)
{
	const char *best = NULL;
	size_t i;

	for (i = 0; i < n; i++)
		if (is_kernel(names[i]) &&
		    (best == NULL || is_better(names[i], best)))
			best = names[i];
	return best;
}

static const char *
pick(char *const *names, size_t n, const char *before, const char *version,
    const char *behind)
{
	char wanted[256];
	size_t i;

	snprintf(wanted, sizeof(wanted), "%s%s%s", before, version, behind);
	for (i = 0; i < n; i++)
		if (strcmp(names[i], wanted) == 0)
			return names[i];
	return NULL;
}

const char *
initrd_choose(char *const *names, size_t n, const char *kernel)
{
	static const char *const of_version[][2] = {
		{ "initrd.img-", "" }, { "initrd-", ".img" },
		{ "initrd-", "" }, { "initramfs-", ".img" },
		{ "initramfs-", "" }
	};
	static const char *const plain[] = {
		"initrd.gz", "initrd.img", "initrd", "initrd.zst",
		"initramfs.img", "initramfs"
	};
	const char *found;
	size_t i;

	if (begins(kernel, "vmlinuz-"))
		for (i = 0; i < sizeof(of_version) /
		    sizeof(of_version[0]); i++) {
			found = pick(names, n, of_version[i][0], kernel + 8,
			    of_version[i][1]);
			if (found != NULL)
				return found;
		}
	for (i = 0; i < sizeof(plain) / sizeof(char *); i++)
		if ((found = pick(names, n, plain[i], "", "")) != NULL)
			return found;
	/* Another version's initrd has no modules for this kernel. */
	if (begins(kernel, "vmlinuz-"))
		return NULL;
	for (i = 0; i < n; i++)
		if (!is_kernel(names[i]))
			return names[i];
	return NULL;
}
