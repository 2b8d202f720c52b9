/*
 * Names of kernels, initrds, loaders and configurations, as distributions have them.
 */
#include <string.h>
#include <strings.h>

#include "mkbootroot/see/machinefile.h"

#define NAME_SIZE 256
#define LARGE (1024 * 1024)	/* bytes: no loader's own file is larger */

/* "*" at the end: what begins so; at the beginning: what ends so. */
static const struct {
	const char *name;
	enum machine_file is;
} names[] = {
	{"linux", MACHINE_FILE_KERNEL}, {"linux.*", MACHINE_FILE_KERNEL},
	{"linux-*", MACHINE_FILE_KERNEL}, {"vmlinuz*", MACHINE_FILE_KERNEL},
	{"vmlinux*", MACHINE_FILE_KERNEL}, {"bzimage*", MACHINE_FILE_KERNEL},
	{"zimage*", MACHINE_FILE_KERNEL}, {"image", MACHINE_FILE_KERNEL},
	{"image.gz", MACHINE_FILE_KERNEL}, {"kernel*", MACHINE_FILE_KERNEL},
	{"memdisk", MACHINE_FILE_KERNEL}, {"xen*", MACHINE_FILE_KERNEL},
	{"initr*", MACHINE_FILE_INITRD}, {"*initrd", MACHINE_FILE_INITRD},
	{"*initrd.gz", MACHINE_FILE_INITRD}, {"*initrd.img", MACHINE_FILE_INITRD},
	{"initramfs*", MACHINE_FILE_INITRD}, {"*.cpio", MACHINE_FILE_INITRD},
	{"*.cpio.*", MACHINE_FILE_INITRD}, {"*.squashfs", MACHINE_FILE_INITRD},
	{"*.iso", MACHINE_FILE_INITRD}, {"*.wim", MACHINE_FILE_INITRD},
	{"preseed*", MACHINE_FILE_ANSWERS}, {"*.preseed", MACHINE_FILE_ANSWERS},
	{"*.seed", MACHINE_FILE_ANSWERS}, {"*.ks", MACHINE_FILE_ANSWERS},
	{"ks.cfg", MACHINE_FILE_ANSWERS}, {"autoinst*", MACHINE_FILE_ANSWERS},
	{"user-data", MACHINE_FILE_ANSWERS}, {"*.ign", MACHINE_FILE_ANSWERS},
	{"*.efi", MACHINE_FILE_LOADER}, {"*.0", MACHINE_FILE_LOADER},
	{"*.kpxe", MACHINE_FILE_LOADER}, {"*.kkpxe", MACHINE_FILE_LOADER},
	{"*.pxe", MACHINE_FILE_LOADER}, {"*.n12", MACHINE_FILE_LOADER},
	{"*.com", MACHINE_FILE_LOADER}, {"bootmgr*", MACHINE_FILE_LOADER},
	{"core.*", MACHINE_FILE_LOADER}, {"*.c32", MACHINE_FILE_LOADER},
	{"*.mod", MACHINE_FILE_LOADER}, {"bootcode.bin", MACHINE_FILE_LOADER},
	{"start*.elf", MACHINE_FILE_LOADER}, {"*.elf", MACHINE_FILE_LOADER},
	{"u-boot*", MACHINE_FILE_LOADER}, {"*.ipxe", MACHINE_FILE_CONFIGURATION},
	{"*.cfg", MACHINE_FILE_CONFIGURATION},
	{"grub.cfg*", MACHINE_FILE_CONFIGURATION},
	{"config.txt", MACHINE_FILE_CONFIGURATION},
	{"extlinux.conf", MACHINE_FILE_CONFIGURATION},
	{"bcd", MACHINE_FILE_CONFIGURATION},
};

static int
ends(const char *name, const char *with)
{
	const size_t n = strlen(name), with_n = strlen(with);

	return n >= with_n && strcasecmp(name + n - with_n, with) == 0;
}

static int
matches(const char *name, const char *pattern)
{
	const size_t n = strlen(pattern);

	if (pattern[0] == '*' && pattern[n - 1] == '*') {
		char middle[NAME_SIZE];

		/* "*.cpio.*" */
		memcpy(middle, pattern + 1, n - 2);
		middle[n - 2] = '\0';
		return strcasestr(name, middle) != NULL;
	}
	if (pattern[0] == '*')
		return ends(name, pattern + 1);
	if (pattern[n - 1] == '*')
		return strncasecmp(name, pattern, n - 1) == 0;
	return strcasecmp(name, pattern) == 0;
}

static enum machine_file
by_name(struct slice path)
{
	char name[NAME_SIZE];

	slice_plain(slice_base(path), name, sizeof(name));
	if (slice_begins(path, "pxelinux.cfg/") ||
	    slice_has(path, "/pxelinux.cfg/"))
		return MACHINE_FILE_CONFIGURATION;
	/* An EFI kernel is one as well. */
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (matches(name, names[i].name))
			return names[i].is;
	return MACHINE_FILE_OTHER;
}

/* A kernel of whatever name comes first, and what it needs behind it. */
static enum machine_file
by_order(const struct logline *l, enum machine_stage stage)
{
	if (logline_number(l, LOGLINE_BYTES) < LARGE)
		return MACHINE_FILE_OTHER;
	return stage == MACHINE_CONFIGURATION ? MACHINE_FILE_KERNEL :
	    stage == MACHINE_KERNEL || stage == MACHINE_INITRD ?
	    MACHINE_FILE_INITRD : MACHINE_FILE_OTHER;
}

enum machine_file
machinefile_of(const struct logline *l, enum machine_stage stage)
{
	const struct slice made = l->word[LOGLINE_GENERATED];
	enum machine_file is;

	if (slice_is(made, "done"))
		return MACHINE_FILE_OTHER;
	if (slice_is(made, "PXELINUX") || slice_is(made, "GRUB") ||
	    slice_is(made, "iPXE"))
		return MACHINE_FILE_CONFIGURATION;
	is = by_name(l->word[LOGLINE_FILE]);
	if (made.n > 0)
		return is == MACHINE_FILE_INITRD ? is : MACHINE_FILE_ANSWERS;
	return is == MACHINE_FILE_OTHER ? by_order(l, stage) : is;
}
