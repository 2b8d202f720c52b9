/*
 * The header of a bzImage, the kernel's Documentation/arch/x86/boot.rst:
 * "HdrS" at 0x202, and at 0x20e, less 0x200, where the version stands as
 * text: the version, a blank, and who built it.
 */
#include <string.h>

#include "mkbootroot/image/kernelversion.h"

#define MAGIC 0x202
#define POINTER 0x20e

/* A version names a folder: no slash, no dot first. */
static int
take(const char *text, size_t n, char version[KERNEL_VERSION_SIZE])
{
	size_t i;

	for (i = 0; i < n && text[i] != ' ' && text[i] != '\0'; i++)
		if (text[i] < '!' || text[i] > '~' || text[i] == '/' ||
		    i == KERNEL_VERSION_SIZE - 1)
			return -1;
	if (i == 0 || text[0] == '.')
		return -1;
	memcpy(version, text, i);
	version[i] = '\0';
	return 0;
}

int
kernel_version(const unsigned char *head, size_t n,
    char version[KERNEL_VERSION_SIZE])
{
	size_t at;

	if (n < POINTER + 2 || memcmp(head + MAGIC, "HdrS", 4) != 0)
		return -1;
	at = 0x200 + (size_t)(head[POINTER] | head[POINTER + 1] << 8);
	if (at == 0x200 || at >= n)
		return -1;
	return take((const char *)head + at, n - at, version);
}

int
kernel_version_of_name(const char *name, char version[KERNEL_VERSION_SIZE])
{
	const char *dash = strchr(name, '-');

	return dash == NULL ? -1 :
	    take(dash + 1, strlen(dash + 1), version);
}
