/*
 * Firmware starts whatever it was sent, and then stands still: the marks say
 * beforehand what cannot go well.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "efi/efiprogram.h"
#include "efi/loadername.h"
#include "efi/pe.h"
#include "file/lastpart.h"
#include "map/arch.h"
#include "mkbootroot/image/bootprogram.h"

/* What pxelinux-options(1) looks for: 0x2983c8ac, the lowest byte first. */
#define PXELINUX_AT 8
static const unsigned char pxelinux_mark[4] = { 0xac, 0xc8, 0x83, 0x29 };

/*
 * Kernels of Linux, which are EFI programs too: "HdrS" of x86, the marks of
 * arm64 and RISC-V, and of those that unpack themselves.
 */
static const struct {
	off_t at;
	unsigned char mark[4];
} kernels[] = {
	{ 0x202, { 'H', 'd', 'r', 'S' } },
	{ 56, { 'A', 'R', 'M', 0x64 } },
	{ 56, { 'R', 'S', 'C', 0x05 } },
	{ 4, { 'z', 'i', 'm', 'g' } }
};

#define CHUNK 65536
#define IPXE "iPXE"
#define IPXE_MAX (16 << 20)	/* bytes; builds have some 1 MB */

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
	const struct efifile f = { .fd = fd };
	struct pe pe;
	size_t i;

	pe_read(&f, &pe);
	p->pe = pe.arch;
	p->application = pe.application;
	p->driver = pe.driver;
	p->pxelinux = has_mark(fd, PXELINUX_AT, pxelinux_mark);
	p->kind = p->pxelinux ? LOADER_PXELINUX : pe.arch == -1 ?
	    LOADER_NONE : efiprogram_kind(&f, &pe);
	p->kernel = 0;
	for (i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++)
		p->kernel |= has_mark(fd, kernels[i].at, kernels[i].mark);
}

int
bootprogram_is_ipxe(int fd)
{
	const size_t overlap = strlen(IPXE) - 1;
	char buf[CHUNK];
	off_t at = 0;
	ssize_t n;

	while (at < IPXE_MAX && (n = pread(fd, buf, sizeof(buf), at)) >
	    (ssize_t)overlap) {
		if (memmem(buf, (size_t)n, IPXE, strlen(IPXE)) != NULL)
			return 1;
		at += n - (ssize_t)overlap;
	}
	return 0;
}

static int
is_called_pxelinux(const char *path)
{
	const char *name = last_part(path);

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
	if (arch_is_efi(arch) && p->driver) {
		snprintf(buf, size, "it is a driver for EFI, which boots "
		    "nothing");
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
		snprintf(buf, size, "it does not have PXELINUX's mark");
		return FIT_DOUBTFUL;
	}
	return FIT_GOOD;
}
