/*
 * Kernels, of the kernel's own Documentation: arch/x86/boot.rst ("HdrS", and
 * xloadflags since protocol 2.12), arch/arm64/booting.rst,
 * arch/riscv/boot-image-header.rst, arch/loongarch/booting.rst, and
 * drivers/firmware/efi/libstub/zboot-header.S of those that unpack
 * themselves; the mark of arm's zImage is of its head.S.
 */
#include <archive.h>
#include <archive_entry.h>
#include <bsd/sys/endian.h>
#include <string.h>
#include <strings.h>

#include "efi/pe.h"
#include "map/arch.h"
#include "map/kernelarch.h"
#include "mkbootroot/image/kernelmark.h"
#include "mkbootroot/image/packed.h"

#define X86_MARK 0x202
#define X86_PROTOCOL 0x206
#define X86_FLAGS 0x236
#define X86_FLAGS_SINCE 0x020c
#define X86_IS_64 1		/* XLF_KERNEL_64 */

/* What a compressed file begins with that a kernel or an initrd can be. */
static const struct {
	unsigned char bytes[6];
	size_t n;
} packings[] = {
	{ { 0x1f, 0x8b }, 2 },				/* gzip */
	{ { 0xfd, '7', 'z', 'X', 'Z', 0 }, 6 },		/* xz */
	{ { 0x28, 0xb5, 0x2f, 0xfd }, 4 },		/* zstd */
	{ { 0x02, 0x21, 0x4c, 0x18 }, 4 },		/* lz4, as in kernels */
	{ { 0x04, 0x22, 0x4d, 0x18 }, 4 },		/* lz4 */
	{ { 'B', 'Z', 'h' }, 3 },			/* bzip2 */
	{ { 0x5d, 0, 0 }, 3 },				/* lzma */
	{ { 0x89, 'L', 'Z', 'O' }, 4 }			/* lzop */
};

/* What is known to be something else. */
static const struct {
	size_t at;
	const char *bytes;
	size_t n;
} others[] = {
	{ 0, "hsqs", 4 }, { 0, "sqsh", 4 },		/* squashfs */
	{ 0, "\177ELF", 4 }, { 0, "PK\3\4", 4 },
	{ 0, "MSWIM\0\0\0", 8 },			/* Windows' images */
	{ 257, "ustar", 5 },				/* tar */
	{ 510, "\x55\xaa", 2 }				/* a disk, or a FAT */
};

static int
has(const unsigned char *head, size_t n, size_t at, const void *mark,
    size_t mark_n)
{
	return n >= mark_n && at <= n - mark_n &&
	    memcmp(head + at, mark, mark_n) == 0;
}

/*
 * 64-bit kernels are started by firmware of 32 bits as well; the other way
 * round GRUB says that the kernel does not support 64-bit CPUs. Older ones
 * do not say which they are.
 */
static unsigned
archs_of_x86(const unsigned char *head, size_t n)
{
	const unsigned old = kernelarch_bit(ARCH_BIOS) |
	    kernelarch_bit(ARCH_IA32);

	if (n < X86_FLAGS + 2 ||
	    le16dec(head + X86_PROTOCOL) < X86_FLAGS_SINCE ||
	    (le16dec(head + X86_FLAGS) & X86_IS_64))
		return old | kernelarch_bit(ARCH_X64);
	return old;
}

/*
 * memdisk, iPXE's lkrn, wimboot and memtest86+ have x86's header: a system's
 * says its version, which begins with a digit.
 */
static enum kernelmark_kind
kind_of_x86(const unsigned char *head, size_t n)
{
	char version[KERNEL_VERSION_SIZE];

	if (kernel_version(head, n, version) == -1 ||
	    (version[0] >= '0' && version[0] <= '9'))
		return MARK_KERNEL;
	return strncasecmp(version, "memtest", 7) == 0 ? MARK_TEST :
	    MARK_OTHER;
}

/* The arch of a kernel that is no x86; -1: it is none. */
static int
arch_of_other(const unsigned char *head, size_t n)
{
	const struct efifile f = { .fd = -1, .bytes = head, .n = n };
	struct pe pe;

	if (has(head, n, 56, "ARM\x64", 4))
		return ARCH_ARM64;
	if (has(head, n, 56, "RSC\x05", 4) || has(head, n, 48, "RISCV\0\0", 8))
		return ARCH_RISCV64;
	if (has(head, n, 0x24, "\x18\x28\x6f\x01", 4))
		return ARCH_ARM32;
	/* Linux's own mark in a PE: LoongArch, and those of zboot. */
	if (!has(head, n, 4, "zimg", 4) &&
	    !has(head, n, 0x38, "\xcd\x23\x82\x81", 4))
		return -1;
	pe_read(&f, &pe);
	return pe.arch;
}

void
kernelmark_read(const unsigned char *head, size_t n, struct kernelmark *m)
{
	size_t i;
	int arch;

	*m = (struct kernelmark){ MARK_UNKNOWN, 0, 0 };
	if (has(head, n, X86_MARK, "HdrS", 4)) {
		m->is_pe = has(head, n, 0, "MZ", 2);
		m->kind = kind_of_x86(head, n);
		m->archs = m->kind == MARK_OTHER ? 0 : archs_of_x86(head, n);
		return;
	}
	if ((arch = arch_of_other(head, n)) != -1) {
		m->kind = MARK_KERNEL;
		m->archs = kernelarch_bit((unsigned)arch);
		return;
	}
	if (has(head, n, 0, "07070", 5)) {
		m->kind = MARK_CPIO;
		return;
	}
	for (i = 0; i < sizeof(packings) / sizeof(packings[0]); i++)
		if (has(head, n, 0, packings[i].bytes, packings[i].n)) {
			m->kind = MARK_PACKED;
			return;
		}
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (has(head, n, others[i].at, others[i].bytes, others[i].n)) {
			m->kind = MARK_OTHER;
			return;
		}
}

/* The first bytes of what is in it: how many. */
static size_t
unpack_head(const unsigned char *head, size_t n, unsigned char *buf,
    size_t size)
{
	struct archive *a = packed_reader();
	struct archive_entry *e;
	size_t have = 0;
	la_ssize_t got;

	if (a == NULL)
		return 0;
	if (archive_read_open_memory(a, head, n) == ARCHIVE_OK &&
	    archive_read_next_header(a, &e) == ARCHIVE_OK)
		while (have < size && (got = archive_read_data(a, buf + have,
		    size - have)) > 0)
			have += (size_t)got;
	archive_read_free(a);
	return have;
}

void
kernelmark_unpack(const unsigned char *head, size_t n, struct kernelmark *m)
{
	unsigned char buf[KERNELMARK_LEAST];
	const size_t have = unpack_head(head, n, buf, sizeof(buf));

	*m = (struct kernelmark){ MARK_PACKED, 0, 0 };
	if (have == 0)
		return;
	kernelmark_read(buf, have, m);
	if (m->kind == MARK_UNKNOWN || m->kind == MARK_PACKED)
		m->kind = have < sizeof(buf) ? MARK_PACKED : MARK_DATA;
}
