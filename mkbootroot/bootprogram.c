/*
 * Firmware starts whatever it was sent, and then stands still: the marks say
 * beforehand what cannot go well.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "arch.h"
#include "bootprogram.h"
#include "loadername.h"
#include "pe.h"

/* What pxelinux-options(1) looks for: 0x2983c8ac, the lowest byte first. */
#define PXELINUX_AT 8
static const unsigned char pxelinux_mark[4] = { 0xac, 0xc8, 0x83, 0x29 };

/* "HdrS", of the boot protocol of Linux on x86 since 2.00. */
#define KERNEL_AT 0x202
static const unsigned char kernel_mark[4] = { 'H', 'd', 'r', 'S' };

static int
has_mark(int fd, off_t at, const unsigned char mark[4])
{
	unsigned char bytes[4];

	return pread(fd, bytes, sizeof(bytes), at) == sizeof(bytes) &&
	    memcmp(bytes, mark, sizeof(bytes)) == 0;
}

void
bootprogram_read(int fd, struct bootprogram *p)
{
	p->pe = pe_arch(fd);
	p->pxelinux = has_mark(fd, PXELINUX_AT, pxelinux_mark);
	p->kernel = has_mark(fd, KERNEL_AT, kernel_mark);
}

static int
is_called_pxelinux(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;

	/* gpxelinux.0 is packed in gPXE, and has not the mark. */
	return strcasecmp(name, "pxelinux.0") == 0 ||
	    strcasecmp(name, "lpxelinux.0") == 0;
}

enum fit
bootprogram_fit(const struct bootprogram *p, const char *path, unsigned arch,
    char *buf, size_t size)
{
	char word[16];

	if (arch_is_efi(arch) && p->pe == -1) {
		snprintf(buf, size, "it is not an EFI program");
		return FIT_DOUBTFUL;
	}
	if (arch_is_efi(arch) && (unsigned)p->pe != arch) {
		snprintf(buf, size, "it is an EFI program for %s",
		    arch_word((unsigned)p->pe, word, sizeof(word)));
		return FIT_WRONG;
	}
	if (arch != ARCH_BIOS)
		return FIT_GOOD;
	if (p->kernel) {
		snprintf(buf, size, "it is a kernel, which a BIOS cannot "
		    "start without a loader");
		return FIT_WRONG;
	}
	if (p->pe != -1) {
		snprintf(buf, size, "it is an EFI program, which a BIOS "
		    "cannot start");
		return FIT_WRONG;
	}
	if (is_called_pxelinux(path) && !p->pxelinux) {
		snprintf(buf, size, "it has not PXELINUX's mark");
		return FIT_DOUBTFUL;
	}
	return FIT_GOOD;
}
